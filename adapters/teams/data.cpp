#include "adapters/teams/data.hpp"

#include <charconv>
#include <nlohmann/json.hpp>

namespace teams {
namespace {

using Json = nlohmann::json;
using runtime::JsonView;

constexpr std::size_t longest_name = 200, longest_value = 4'000, longest_answer = 64 * 1024,
                      most_inputs = 100;

bool text_in(JsonView data, const char* name, std::size_t longest, std::string& to) {
  const JsonView found = data.at(name);
  if (!found) return true;
  to = found.text();
  return found.is_text() && to.size() <= longest;
}

std::string own_value(std::string_view wire) {
  std::string value;
  for (std::size_t i = 0; i < wire.size(); ++i) {
    const std::string_view rest = wire.substr(i);
    if (rest.starts_with("%2C") || rest.starts_with("%25")) {
      value += rest[2] == 'C' ? ',' : '%';
      i += 2;
    } else {
      value += wire[i];
    }
  }
  return value;
}

// An untouched input is left out or empty: no answer.
void read_inputs(JsonView data, core::FormValues& values) {
  data.each_member([&](std::string_view key, JsonView written) {
    if (key.size() < 3 || key[1] != '.') return;
    const std::string text(written.text());
    if (text.empty() || text.size() > longest_answer || values.size() >= most_inputs) return;
    const std::string id(key.substr(2));
    if (key[0] == 'i') {
      values[id] = {text};
    } else if (key[0] == 'o') {
      values[id] = {own_value(text)};
    } else if (key[0] == 'c') {
      for (std::size_t from = 0; from <= text.size();) {
        const auto comma = std::min(text.find(',', from), text.size());
        if (comma > from) values[id].push_back(own_value(text.substr(from, comma - from)));
        from = comma + 1;
      }
    } else if (key[0] == 'd') {
      const std::string time = data.text_at("t." + id);
      values[id] = {time.empty() ? text : text + "T" + time};
    }
  });
}

}  // namespace

Json press_data(const core::Button& button) {
  return {{"k", "p"}, {"n", button.name}, {"v", button.value}};
}
void mark_as_among_others(Json& data) {
  data["m"] = "1";
}
Json submit_data(const core::Form& form, const std::string& slot) {
  return {{"k", "s"}, {"n", form.name}, {"s", form.state}, {"f", slot}};
}
Json open_data(const std::string& slot) {
  return {{"k", "o"}, {"f", slot}};
}
void mark_as_fetch(Json& data) {
  data["msteams"] = {{"type", "task/fetch"}};
}

std::string wire_id(const core::Input& input) {
  using Gives = core::Input::Gives;
  switch (input.gives()) {
    case Gives::words:
      return "i." + input.id;
    case Gives::one:
      return "o." + input.id;
    case Gives::several:
      return "c." + input.id;
    case Gives::moment:
      return "d." + input.id;
  }
  return {};
}
std::string time_id(const core::Input& input) {
  return "t." + input.id;
}

std::string wire_value(std::string_view value) {
  std::string wire;
  for (char c : value) {
    if (c == ',')
      wire += "%2C";
    else if (c == '%')
      wire += "%25";
    else
      wire += c;
  }
  return wire;
}

void carry(Json& data, const core::Input& input) {
  if (input.initial.empty() || input.initial.front().empty()) return;
  const std::string& first = input.initial.front();
  using Gives = core::Input::Gives;
  switch (input.gives()) {
    case Gives::words:
      data[wire_id(input)] = first;
      break;
    case Gives::one:
      data[wire_id(input)] = wire_value(first);
      break;
    case Gives::several: {
      std::string all;
      for (const std::string& value : input.initial) all += (all.empty() ? "" : ",") + wire_value(value);
      data[wire_id(input)] = all;
      break;
    }
    case Gives::moment:
      data[wire_id(input)] = first.substr(0, first.find('T'));
      if (const auto time = first.find('T'); time != first.npos)
        data[time_id(input)] = first.substr(time + 1);
  }
}
void mark_as_step(Json& data, std::size_t step) {
  data["g"] = std::to_string(step);
}

std::optional<Pressed> read_pressed(JsonView data) {
  if (!data.is_object()) return std::nullopt;
  Pressed pressed;
  std::string kind;
  if (!text_in(data, "k", 1, kind) || !text_in(data, "n", longest_name, pressed.name) ||
      !text_in(data, "v", longest_value, pressed.value) ||
      !text_in(data, "s", longest_value, pressed.state) || !text_in(data, "f", longest_name, pressed.slot))
    return std::nullopt;
  if (kind == "p") {
    pressed.kind = Pressed::Kind::press;
    pressed.among_others = data.text_at("m") == "1";
  } else if (kind == "s") {
    pressed.kind = Pressed::Kind::submit;
    read_inputs(data, pressed.values);
    std::string step;
    if (!text_in(data, "g", 2, step)) return std::nullopt;
    std::from_chars(step.data(), step.data() + step.size(), pressed.step);
  } else if (kind == "o" && !pressed.slot.empty()) {
    pressed.kind = Pressed::Kind::open;
    return pressed;
  } else {
    return std::nullopt;
  }
  if (pressed.name.empty()) return std::nullopt;
  return pressed;
}

}  // namespace teams
