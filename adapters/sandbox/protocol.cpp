#include "adapters/sandbox/protocol.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <nlohmann/json.hpp>
#include <optional>
#include <stdexcept>

#include "adapters/net/json.hpp"
#include "bot/core/reply.hpp"
#include "bot/runtime/json.hpp"
#include "bot/runtime/payload.hpp"

namespace sandbox {
namespace {

using Json = nlohmann::json;

// What is wrong with a frame; never leaves this file.
struct Wrong {
  std::string text;
};

enum class Empty { refused, allowed };

void check_text(const std::string& text, std::string_view name, std::size_t longest, Empty empty) {
  if (text.empty() && empty == Empty::refused) throw Wrong{fmt::format("\"{}\" must not be empty", name)};
  if (core::letters_in(text) > longest)
    throw Wrong{fmt::format("\"{}\" must not be longer than {} characters", name, longest)};
  // JSON allows it; databases and terminals do not.
  if (text.find('\0') != std::string::npos)
    throw Wrong{fmt::format("\"{}\" must not hold the character U+0000", name)};
}

const Json& field(const Json& frame, const char* name) {
  const auto found = frame.find(name);
  if (found == frame.end()) throw Wrong{fmt::format("\"{}\" is missing", name)};
  return *found;
}
std::string text_field(const Json& frame, const char* name, std::size_t longest, Empty empty) {
  const Json& value = field(frame, name);
  if (!value.is_string()) throw Wrong{fmt::format("\"{}\" must be a string", name)};
  auto text = value.get<std::string>();
  check_text(text, name, longest, empty);
  return text;
}
std::string id_field(const Json& frame) {
  return text_field(frame, "id", max_id_length, Empty::refused);
}

// Everything a reader may look at.
struct Input {
  const Json& frame;
  const Roster& roster;
  core::Instant now;
};

Act read_act(const Input& in) {
  Act act;
  act.id = id_field(in.frame);
  act.as = text_field(in.frame, "as", max_id_length, Empty::refused);
  act.channel = text_field(in.frame, "channel", max_id_length, Empty::allowed);
  if (!in.roster.person(act.as)) throw Wrong{fmt::format("there is no person \"{}\"", act.as)};
  if (act.channel.empty()) return act;
  const Channel* channel = in.roster.channel(act.channel);
  if (!channel) throw Wrong{fmt::format("there is no channel \"{}\"", act.channel)};
  if (std::find(channel->members.begin(), channel->members.end(), act.as) == channel->members.end())
    throw Wrong{fmt::format("\"{}\" is not a member of \"{}\"", act.as, act.channel)};
  return act;
}

// What follows "/refleks" in a line that begins with it, in any case (phones make the first letter a
// capital).
std::optional<std::string> typed_command(std::string_view line) {
  constexpr std::string_view word = "/refleks";
  const auto same = [](char a, char b) { return (a >= 'A' && a <= 'Z' ? a - 'A' + 'a' : a) == b; };
  if (line.size() < word.size() ||
      !std::equal(word.begin(), word.end(), line.begin(), [&](char b, char a) { return same(a, b); }))
    return std::nullopt;
  line.remove_prefix(word.size());
  for (std::string_view space : {" ", "\t", "\n", "\u00a0"})
    if (line.starts_with(space)) return std::string(line.substr(space.size()));
  return line.empty() ? std::optional<std::string>("") : std::nullopt;
}

// One comes into a channel that one is not in.
Frame come_or_go(const Input& in, std::string channel, bool comes) {
  JoinFrame join{id_field(in.frame), text_field(in.frame, "as", max_id_length, Empty::refused),
                 std::move(channel), comes};
  while (join.channel.starts_with('#') || join.channel.starts_with(' ')) join.channel.erase(0, 1);
  if (!in.roster.person(join.as)) throw Wrong{fmt::format("there is no person \"{}\"", join.as)};
  if (!in.roster.channel(join.channel)) throw Wrong{"there is no such channel"};
  return join;
}
Frame read_join(const Input& in) {
  return come_or_go(in, text_field(in.frame, "channel", max_id_length, Empty::refused), true);
}
Frame read_leave(const Input& in) {
  return come_or_go(in, text_field(in.frame, "channel", max_id_length, Empty::refused), false);
}

Frame read_hello(const Input&) {
  return Hello{};
}

Frame read_command(const Input& in) {
  auto act = read_act(in);
  return CommandFrame{std::move(act), text_field(in.frame, "text", max_text_length, Empty::allowed)};
}

Frame read_say(const Input& in) {
  auto act = read_act(in);
  auto text = text_field(in.frame, "text", max_text_length, Empty::refused);
  for (const auto& [word, comes] : {std::pair<std::string_view, bool>{"/join ", true}, {"/leave ", false}})
    if (text.starts_with(word)) return come_or_go(in, text.substr(word.size(), max_id_length), comes);
  if (auto command = typed_command(text)) return CommandFrame{std::move(act), std::move(*command)};
  if (act.channel.empty()) return CommandFrame{std::move(act), std::move(text)};
  return SayFrame{std::move(act), std::move(text)};
}

Frame read_press(const Input& in) {
  auto act = read_act(in);
  auto name = text_field(in.frame, "name", max_text_length, Empty::refused);
  return PressFrame{std::move(act), std::move(name),
                    text_field(in.frame, "value", max_text_length, Empty::allowed)};
}

Frame read_submit(const Input& in) {
  SubmitFrame submit;
  submit.act = read_act(in);
  submit.name = text_field(in.frame, "name", max_text_length, Empty::refused);
  submit.state = text_field(in.frame, "state", max_text_length, Empty::allowed);
  try {
    submit.values = runtime::form_values_from_json(field(in.frame, "values"));
  } catch (const std::invalid_argument&) {
    throw Wrong{"\"values\" must be an object of lists of strings"};
  }
  const std::size_t longest = core::carries_table(submit.name) ? max_table_length : max_text_length;
  for (const auto& [input, chosen] : submit.values) {
    check_text(input, "values", max_id_length, Empty::refused);
    for (const auto& value : chosen) check_text(value, "values", longest, Empty::allowed);
  }
  return submit;
}

Frame read_jump(const Input& in) {
  return JumpFrame{id_field(in.frame)};
}

Frame read_set(const Input& in) {
  SetFrame set;
  set.id = id_field(in.frame);
  const auto to = text_field(in.frame, "to", max_id_length, Empty::refused);
  const Wrong no_instant{"\"to\" must be an instant like 2026-11-24T12:00:00Z"};
  try {
    set.to = core::instant_from_text(to);
  } catch (const std::invalid_argument&) {
    throw no_instant;
  }
  if (core::to_text(set.to) != to) throw no_instant;
  if (set.to < in.now) throw Wrong{"the clock does not go back: now is " + core::to_text(in.now)};
  if (set.to > in.now + max_move)
    throw Wrong{fmt::format("the clock moves at most {} days at a time", max_move.count())};
  return set;
}

Frame read_play(const Input& in) {
  PlayFrame play;
  play.id = id_field(in.frame);
  const Json& speed = field(in.frame, "speed");
  if (!speed.is_number_integer() || speed < 1 || speed > max_speed)
    throw Wrong{fmt::format("\"speed\" must be a whole number from 1 to {}", max_speed)};
  play.speed = speed;
  return play;
}

Frame read_pause(const Input& in) {
  return PauseFrame{id_field(in.frame)};
}

struct Kind {
  std::string_view name;
  Frame (*read)(const Input&);
};
template <std::size_t n>
Frame read_as(const Kind (&kinds)[n], const char* by, const Input& in) {
  const auto name = text_field(in.frame, by, max_id_length, Empty::refused);
  std::string known;
  for (const Kind& kind : kinds) {
    if (kind.name == name) return kind.read(in);
    known += fmt::format("{}{}", known.empty() ? "" : ", ", kind.name);
  }
  throw Wrong{fmt::format("\"{}\" must be one of {}", by, known)};
}

constexpr Kind clock_actions[] = {
    {"jump", read_jump}, {"set", read_set}, {"play", read_play}, {"pause", read_pause}};
Frame read_clock(const Input& in) {
  return read_as(clock_actions, "action", in);
}

constexpr Kind frame_types[] = {{"hello", read_hello}, {"command", read_command}, {"say", read_say},
                                {"press", read_press}, {"submit", read_submit},   {"clock", read_clock},
                                {"join", read_join},   {"leave", read_leave}};

// The id of a frame that is wrong otherwise, so that the client knows which one it was.
std::string usable_id(const Json& frame) {
  try {
    return id_field(frame);
  } catch (const Wrong&) {
    return {};
  }
}

// --- out
// -----------------------------------------------------------------------------------------------------------------
// A text that is not UTF-8 must not take the chat down: the bad bytes are shown as such.
Json content_json(const core::Message& message) {
  Json content = runtime::to_json(message);
  content["plain"] = core::plain_text(message);
  content.erase("pictures");  // drawn by the adapter, and of posts alone
  return content;
}

// The words that stand beside a picture, and where it is.
Json posted_json(const ChatMessage& m) {
  if (m.content.pictures.empty()) return content_json(m.content);
  Json content = content_json(core::beside_picture(m.content));
  content["picture"] = {{"url", "pictures/" + m.id + ".png"},
                        {"dark", "pictures/" + m.id + "-dark.png"},
                        {"alt", core::alt_of(m.content.pictures)}};
  return content;
}

Json message_json(const ChatMessage& m) {
  return {{"id", m.id},         {"seq", m.seq}, {"channel", m.channel},      {"person", m.person},
          {"author", m.author}, {"key", m.key}, {"at", core::to_text(m.at)}, {"content", posted_json(m)}};
}

Json clock_json(const ClockState& clock) {
  return {{"now", core::to_text(clock.now)},
          {"playing", clock.playing},
          {"speed", clock.speed},
          {"next", clock.next ? Json(core::to_text(*clock.next)) : Json()}};
}

}  // namespace

const Person* Roster::person(std::string_view user) const {
  const auto found =
      std::find_if(people.begin(), people.end(), [&](const Person& p) { return p.user == user; });
  return found == people.end() ? nullptr : &*found;
}
const Channel* Roster::channel(std::string_view id) const {
  const auto found =
      std::find_if(channels.begin(), channels.end(), [&](const Channel& c) { return c.id == id; });
  return found == channels.end() ? nullptr : &*found;
}

Frame parse_frame(std::string_view bytes, const Roster& roster, core::Instant now) {
  if (bytes.size() > max_frame_bytes) return FrameError{"", "the frame is larger than 128 kB"};
  const Json frame = runtime::parse_json(bytes);
  if (!frame.is_object()) return FrameError{"", "a frame must be one JSON object"};
  try {
    return read_as(frame_types, "type", Input{frame, roster, now});
  } catch (const Wrong& wrong) {
    return FrameError{usable_id(frame), wrong.text};
  }
}

namespace {

Json people_json(const Roster& roster) {
  Json people = Json::array();
  for (const Person& p : roster.people) {
    people.push_back(
        {{"user", p.user}, {"name", p.name}, {"role", code(p.role)}, {"language", code(p.language)}});
    if (!p.may.empty()) people.back()["may"] = p.may;
  }
  return people;
}

Json channels_json(const Roster& roster) {
  Json channels = Json::array();
  for (const Channel& c : roster.channels)
    channels.push_back({{"id", c.id}, {"name", c.name}, {"members", c.members}});
  return channels;
}

}  // namespace

std::string roster_frame(const Roster& roster) {
  return net::bytes_of(
      {{"type", "roster"}, {"people", people_json(roster)}, {"channels", channels_json(roster)}});
}

std::string welcome_frame(const Roster& roster, const std::vector<ChatMessage>& messages,
                          const ClockState& clock, const Completions& completions) {
  Json chat = Json::array();
  for (const ChatMessage& m : messages) chat.push_back(message_json(m));
  Json commands = Json::object();
  for (core::Language language : core::all_languages) {
    Json list = Json::array();
    for (const Completion& c : completions[static_cast<std::size_t>(language)]) {
      list.push_back({{"verb", c.verb}, {"help", c.help}});
      if (!c.needs.empty()) list.back()["needs"] = c.needs;
    }
    commands[std::string(code(language))] = std::move(list);
  }
  return net::bytes_of({{"type", "welcome"},
                        {"me", nullptr},
                        {"people", people_json(roster)},
                        {"channels", channels_json(roster)},
                        {"messages", std::move(chat)},
                        {"clock", clock_json(clock)},
                        {"commands", std::move(commands)}});
}

std::string message_frame(const ChatMessage& message) {
  return net::bytes_of({{"type", "message"}, {"message", message_json(message)}});
}
std::string edited_frame(const ChatMessage& message) {
  return net::bytes_of({{"type", "edited"}, {"message", message_json(message)}});
}
std::string reply_frame(const std::string& id, const core::Reply& reply) {
  Json errors = Json::object();
  for (const auto& [input, text] : reply.errors) errors[input] = text;
  return net::bytes_of({{"type", "reply"},
                        {"id", id},
                        {"whisper", reply.whisper ? content_json(*reply.whisper) : Json()},
                        {"form", reply.form ? runtime::to_json(*reply.form) : Json()},
                        {"errors", std::move(errors)}});
}
std::string clock_frame(const ClockState& clock) {
  return net::bytes_of({{"type", "clock"}, {"clock", clock_json(clock)}});
}
std::string settled_frame(const std::string& id, const ClockState& clock) {
  return net::bytes_of({{"type", "settled"}, {"id", id}, {"clock", clock_json(clock)}});
}
std::string error_frame(const std::string& id, const std::string& text) {
  return net::bytes_of({{"type", "error"}, {"id", id}, {"text", text}});
}

}  // namespace sandbox
