#include "adapters/web/ticket.hpp"

#include "adapters/web/bytes.hpp"

namespace web {
namespace {

using Kind = core::Input::Kind;
constexpr std::uint8_t is_required = 16, is_multiline = 32, is_of_file = 64, kind_bits = 15;

void write(Writer& out, const core::Rich& rich) {
  out.number(rich.size());
  for (const core::Span& span : rich) {
    out.text(span.text);
    out.byte(static_cast<std::uint8_t>(span.style));
    out.text(span.url);
  }
}

core::Rich read_rich(Reader& in) {
  core::Rich rich;
  for (auto left = in.number(); left > 0 && in.good(); --left) {
    std::string text = in.text();
    const auto style = static_cast<core::Span::Style>(in.byte());
    rich.emplace_back(std::move(text), style, in.text());
  }
  return rich;
}

void write(Writer& out, const core::Input& input) {
  std::uint8_t head = static_cast<std::uint8_t>(input.kind);
  if (input.required) head |= is_required;
  if (input.multiline) head |= is_multiline;
  if (input.of_file) head |= is_of_file;
  out.byte(head);
  for (const auto* text : {&input.id, &input.label, &input.hint}) out.text(*text);
  out.number(static_cast<std::uint64_t>(input.max_length));
  out.number(input.options.size());
  for (const core::Option& option : input.options) {
    out.text(option.value);
    out.text(option.label);
  }
}

core::Input read_input(Reader& in) {
  core::Input input;
  const std::uint8_t head = in.byte();
  input.kind = static_cast<Kind>(head & kind_bits);
  input.required = (head & is_required) != 0;
  input.multiline = (head & is_multiline) != 0;
  input.of_file = (head & is_of_file) != 0;
  for (auto* text : {&input.id, &input.label, &input.hint}) *text = in.text();
  input.max_length = static_cast<int>(in.number());
  for (auto left = in.number(); left > 0 && in.good(); --left) {
    std::string value = in.text();
    input.options.push_back({std::move(value), in.text()});
  }
  return input;
}

}  // namespace

std::string pack(const Ticket& ticket) {
  Writer out;
  out.byte(static_cast<std::uint8_t>(ticket.kind));
  out.number(static_cast<std::uint64_t>(ticket.issued.time_since_epoch().count()));
  out.id(ticket.sitting);
  out.id(ticket.mark);
  out.language(ticket.language);
  if (ticket.kind == Ticket::Kind::press) {
    out.text(ticket.name);
    out.text(ticket.value);
  } else if (ticket.kind == Ticket::Kind::form) {
    const core::Form& form = ticket.form;
    for (const auto* text : {&form.name, &form.state, &form.title, &form.submit}) out.text(*text);
    write(out, form.intro);
    out.number(form.inputs.size());
    for (const core::Input& input : form.inputs) write(out, input);
  }
  return out.bytes();
}

std::optional<Ticket> unpack(std::string_view bytes) {
  Reader in(bytes);
  Ticket ticket;
  ticket.kind = static_cast<Ticket::Kind>(in.byte());
  ticket.issued = core::Instant(std::chrono::seconds(static_cast<std::int64_t>(in.number())));
  ticket.sitting = in.id();
  ticket.mark = in.id();
  ticket.language = in.language();
  if (ticket.kind == Ticket::Kind::press) {
    ticket.name = in.text();
    ticket.value = in.text();
  } else if (ticket.kind == Ticket::Kind::form) {
    core::Form& form = ticket.form;
    for (auto* text : {&form.name, &form.state, &form.title, &form.submit}) *text = in.text();
    form.intro = read_rich(in);
    for (auto left = in.number(); left > 0 && in.good(); --left) form.inputs.push_back(read_input(in));
  }
  if (!in.done()) return std::nullopt;
  return ticket;
}

}  // namespace web
