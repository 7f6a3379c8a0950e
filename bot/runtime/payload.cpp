#include "bot/runtime/payload.hpp"

#include <array>
#include <nlohmann/json.hpp>
#include <stdexcept>
#include <string_view>

namespace runtime {
namespace {

using nlohmann::json;

// The names on the wire, in the order of the enumerations.
constexpr std::array span_styles{"plain", "strong", "emphasis", "code"};
constexpr std::array button_styles{"plain", "primary", "danger"};
constexpr std::array plot_kinds{"each", "whole", "words"};

template <class E, std::size_t N>
E enumerator(const json& name, const std::array<const char*, N>& names) {
  for (std::size_t i = 0; i < N; ++i)
    if (name.get_ref<const std::string&>() == names[i]) return static_cast<E>(i);
  throw std::invalid_argument("payload: an unknown name");
}

// nlohmann's exceptions quote the content; ours do not.
template <class Read>
auto reading(Read read) {
  try {
    return read();
  } catch (const json::exception&) {
    throw std::invalid_argument("payload: not the expected shape");
  }
}

std::string text_of(const json& object, const char* name) {
  return object.at(name).get<std::string>();
}

core::Rich rich_of(const json& list) {
  core::Rich rich;
  for (const auto& span : list.get_ref<const json::array_t&>()) {
    auto style = core::Span::Style::plain;
    if (const auto found = span.find("style"); found != span.end())
      style = enumerator<core::Span::Style>(*found, span_styles);
    rich.emplace_back(text_of(span, "text"), style, span.value("url", std::string()));
  }
  return rich;
}

json bars_json(const std::vector<core::Bar>& bars) {
  json rows = json::array();
  for (const auto& row : bars)
    rows.push_back({{"label", row.label}, {"share", row.share}, {"caption", row.caption}});
  return rows;
}
std::vector<core::Bar> bars_of(const json& rows) {
  std::vector<core::Bar> bars;
  for (const auto& row : rows)
    bars.push_back({text_of(row, "label"), row.at("share").get<double>(), text_of(row, "caption")});
  return bars;
}

json marks_json(const std::vector<core::Plot::Mark>& marks) {
  json list = json::array();
  for (const auto& mark : marks)
    list.push_back(json::array({mark.row, mark.column, static_cast<int>(mark.shape)}));
  return list;
}

json plot_json(const core::Plot& plot) {
  return {{"title", plot.title},
          {"alt", plot.alt},
          {"rows", plot.rows},
          {"columns", plot.columns},
          {"marks", marks_json(plot.marks)},
          {"bars", bars_json(plot.bars)},
          {"as", plot_kinds[static_cast<std::size_t>(plot.as)]},
          {"first", plot.first}};
}
core::Plot plot_of(const json& value) {
  core::Plot plot;
  plot.title = text_of(value, "title");
  plot.alt = text_of(value, "alt");
  plot.rows = value.at("rows").get<std::vector<std::string>>();
  plot.columns = value.at("columns").get<std::vector<std::string>>();
  for (const auto& mark : value.at("marks"))
    plot.marks.push_back({mark.at(0).get<std::size_t>(), mark.at(1).get<std::size_t>(),
                          static_cast<core::Plot::Shape>(mark.at(2).get<int>())});
  plot.bars = bars_of(value.at("bars"));
  plot.as = enumerator<core::Plot::As>(value.at("as"), plot_kinds);
  plot.first = value.at("first").get<std::vector<std::size_t>>();
  return plot;
}

struct BlockWriter {
  json operator()(const core::Heading& b) const { return {{"type", "heading"}, {"text", b.text}}; }
  json operator()(const core::Paragraph& b) const {
    json one{{"type", "paragraph"}, {"text", to_json(b.text)}};
    if (b.drawing) one["drawing"] = true;
    return one;
  }
  json operator()(const core::List& b) const {
    json items = json::array();
    for (const auto& item : b.items) items.push_back(to_json(item));
    return {{"type", "list"}, {"numbered", b.numbered}, {"items", std::move(items)}};
  }
  json operator()(const core::Facts& b) const {
    json rows = json::array();
    for (const auto& [label, value] : b.rows) rows.push_back(json::array({label, value}));
    return {{"type", "facts"}, {"rows", std::move(rows)}};
  }
  json operator()(const core::Bars& b) const { return {{"type", "bars"}, {"rows", bars_json(b.rows)}}; }
  json operator()(const core::Image& b) const { return {{"type", "image"}, {"url", b.url}, {"alt", b.alt}}; }
  json operator()(const core::Divider&) const { return {{"type", "divider"}}; }
  json operator()(const core::Actions& b) const {
    json buttons = json::array();
    for (const auto& button : b.buttons)
      buttons.push_back({{"label", button.label},
                         {"name", button.name},
                         {"value", button.value},
                         {"style", button_styles[static_cast<std::size_t>(button.style)]}});
    return {{"type", "actions"}, {"buttons", std::move(buttons)}};
  }
  json operator()(const core::ContextLine& b) const {
    return {{"type", "context"}, {"text", to_json(b.text)}};
  }
};

core::Block block_of(const json& b) {
  const std::string type = text_of(b, "type");
  if (type == "heading") return core::Heading{text_of(b, "text")};
  if (type == "paragraph") return core::Paragraph{rich_of(b.at("text")), b.value("drawing", false)};
  if (type == "context") return core::ContextLine{rich_of(b.at("text"))};
  if (type == "divider") return core::Divider{};
  if (type == "image") return core::Image{text_of(b, "url"), text_of(b, "alt")};
  if (type == "list") {
    core::List list;
    list.numbered = b.at("numbered").get<bool>();
    for (const auto& item : b.at("items")) list.items.push_back(rich_of(item));
    return list;
  }
  if (type == "facts") {
    core::Facts facts;
    for (const auto& row : b.at("rows"))
      facts.rows.emplace_back(row.at(0).get<std::string>(), row.at(1).get<std::string>());
    return facts;
  }
  if (type == "bars") return core::Bars{bars_of(b.at("rows"))};
  if (type == "actions") {
    core::Actions actions;
    for (const auto& button : b.at("buttons"))
      actions.buttons.push_back({text_of(button, "label"), text_of(button, "name"), text_of(button, "value"),
                                 enumerator<core::Button::Style>(button.at("style"), button_styles)});
    return actions;
  }
  throw std::invalid_argument("payload: an unknown block");
}

json input_json(const core::Input& input) {
  json options = json::array();
  for (const auto& option : input.options)
    options.push_back({{"value", option.value}, {"label", option.label}});
  json whole{{"kind", code(input.kind)},       {"id", input.id},
             {"label", input.label},           {"hint", input.hint},
             {"required", input.required},     {"multiline", input.multiline},
             {"max_length", input.max_length}, {"options", std::move(options)},
             {"initial", input.initial}};
  if (input.of_file) whole["of_file"] = true;
  return whole;
}

json blocks_json(const std::vector<core::Block>& blocks) {
  json list = json::array();
  for (const auto& block : blocks) list.push_back(std::visit(BlockWriter{}, block));
  return list;
}
std::vector<core::Block> blocks_of(const json& list) {
  std::vector<core::Block> blocks;
  for (const auto& block : list.get_ref<const json::array_t&>()) blocks.push_back(block_of(block));
  return blocks;
}

json mail_json(const core::Mail& mail) {
  json whole{{"subject", mail.subject}, {"blocks", blocks_json(mail.blocks)}};
  if (const auto& entry = mail.calendar)
    whole["calendar"] = {{"uid", entry->uid},
                         {"sequence", entry->sequence},
                         {"starts", core::to_text(entry->starts)},
                         {"ends", core::to_text(entry->ends)},
                         {"zone", entry->zone},
                         {"cancelled", entry->cancelled},
                         {"summary", entry->summary},
                         {"description", entry->description},
                         {"location", entry->location},
                         {"modified", core::to_text(entry->modified)}};
  return whole;
}
core::Mail mail_of(const json& whole) {
  core::Mail mail{text_of(whole, "subject"), blocks_of(whole.at("blocks")), {}};
  const auto found = whole.find("calendar");
  if (found == whole.end()) return mail;
  core::CalendarEntry entry;
  entry.uid = text_of(*found, "uid");
  entry.sequence = found->at("sequence").get<int>();
  entry.starts = core::instant_from_text(text_of(*found, "starts"));
  entry.ends = core::instant_from_text(text_of(*found, "ends"));
  entry.zone = text_of(*found, "zone");
  entry.cancelled = found->at("cancelled").get<bool>();
  entry.summary = text_of(*found, "summary");
  entry.description = text_of(*found, "description");
  entry.location = text_of(*found, "location");
  entry.modified = core::instant_from_text(text_of(*found, "modified"));
  mail.calendar = std::move(entry);
  return mail;
}

}  // namespace

json to_json(const core::Rich& rich) {
  json list = json::array();
  for (const auto& span : rich) {
    json one{{"text", span.text}};
    if (span.style != core::Span::Style::plain)
      one["style"] = span_styles[static_cast<std::size_t>(span.style)];
    if (!span.url.empty()) one["url"] = span.url;
    list.push_back(std::move(one));
  }
  return list;
}

json to_json(const core::Message& message) {
  json whole{{"blocks", blocks_json(message.blocks)}};
  if (message.mail) whole["mail"] = mail_json(*message.mail);
  for (const core::Plot& picture : message.pictures) whole["pictures"].push_back(plot_json(picture));
  return whole;
}

json to_json(const core::Form& form) {
  json inputs = json::array();
  for (const auto& input : form.inputs) inputs.push_back(input_json(input));
  return {{"name", form.name},           {"state", form.state},
          {"title", form.title},         {"intro", to_json(form.intro)},
          {"inputs", std::move(inputs)}, {"submit", form.submit}};
}

core::Rich rich_from_json(const json& value) {
  return reading([&] { return rich_of(value); });
}

core::Message message_from_json(const json& value) {
  return reading([&] {
    core::Message message;
    message.blocks = blocks_of(value.at("blocks"));
    if (const auto mail = value.find("mail"); mail != value.end()) message.mail = mail_of(*mail);
    if (const auto pictures = value.find("pictures"); pictures != value.end())
      for (const auto& picture : *pictures) message.pictures.push_back(plot_of(picture));
    return message;
  });
}

core::FormValues form_values_from_json(const json& value) {
  return reading([&] { return value.get<core::FormValues>(); });
}

}  // namespace runtime
