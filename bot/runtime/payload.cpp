#include "bot/runtime/payload.hpp"

#include <array>
#include <nlohmann/json.hpp>
#include <stdexcept>

#include "bot/runtime/json.hpp"
#include "bot/runtime/payload_names.hpp"

namespace runtime {
namespace {

using nlohmann::json;

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

std::vector<core::Bar> bars_of(const json& rows) {
  std::vector<core::Bar> bars;
  for (const auto& row : rows)
    bars.push_back({text_of(row, "label"), row.at("share").get<double>(), text_of(row, "caption")});
  return bars;
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

std::vector<core::Block> blocks_of(const json& list) {
  std::vector<core::Block> blocks;
  for (const auto& block : list.get_ref<const json::array_t&>()) blocks.push_back(block_of(block));
  return blocks;
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
  return require_json(json_text(rich));
}

json to_json(const core::Message& message) {
  return require_json(json_text(message));
}

json to_json(const core::Form& form) {
  json inputs = json::array();
  for (const auto& input : form.inputs) inputs.push_back(input_json(input));
  return {{"name", form.name},           {"state", form.state},
          {"title", form.title},         {"intro", to_json(form.intro)},
          {"inputs", std::move(inputs)}, {"submit", form.submit}};
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
