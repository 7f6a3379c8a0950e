#include "adapters/sandbox/chat.hpp"

#include <algorithm>
#include <functional>
#include <utility>

#include "bot/core/busy.hpp"
#include "bot/core/failpoint.hpp"
#include "bot/core/log.hpp"
#include "bot/core/reply.hpp"

namespace sandbox {
namespace {

constexpr std::size_t max_waiting_moves = 32;
constexpr std::chrono::seconds after_failed_write{
    5};  // a full disk is not mended faster by asking more often

core::Message line_as_message(std::string text) {
  core::Message message;
  message.blocks.push_back(core::Paragraph{{core::Span(std::move(text))}});
  return message;
}

// Who was there keeps the place, in the list and on the page; the others come after.
template <class T, class Key>
void keep_order(std::vector<T>& list, const std::vector<T>& before, Key key) {
  const auto place = [&](const T& one) {
    return std::ranges::find(before, std::invoke(key, one), key) - before.begin();
  };
  std::ranges::stable_sort(list, {}, place);
}

runtime::Delivered never(std::string reason) {
  return runtime::ended(runtime::Delivered::Kind::permanent, std::move(reason));
}

}  // namespace

Chat::Chat(boost::asio::any_io_executor executor, Options options, ClockControl& clock)
    : options_(std::move(options)),
      clock_(clock),
      log_(std::move(executor), options_.data / "sandbox" / "chat.jsonl") {
  if (log_.dropped_bytes() > 0)
    core::log(core::Level::warning, "sandbox: a torn last line of the chat was dropped",
              std::to_string(log_.dropped_bytes()) + " bytes");
}

void Chat::enter(std::weak_ptr<Connection> connection) {
  connections_.push_back(std::move(connection));
}

void Chat::broadcast(const std::string& frame) {
  std::erase_if(connections_, [](const auto& connection) { return connection.expired(); });
  for (const auto& weak : connections_)
    if (const auto connection = weak.lock(); connection && connection->joined) connection->send(frame);
}

void Chat::set_roster(Roster roster) {
  // A channel stays where its group has ended: what is said to it last is read there.
  for (Channel before : options_.roster.channels) {
    if (roster.channel(before.id)) continue;
    std::erase_if(before.members, [&](const std::string& user) { return !roster.person(user); });
    roster.channels.push_back(std::move(before));
  }
  keep_order(roster.people, options_.roster.people, &Person::user);
  keep_order(roster.channels, options_.roster.channels, &Channel::id);
  for (Channel& channel : roster.channels)
    for (const auto& [what, came] : moved_) {
      if (what.first != channel.id) continue;
      std::erase(channel.members, what.second);
      if (came && roster.person(what.second)) channel.members.push_back(what.second);
    }
  for (Channel& channel : roster.channels)
    if (const Channel* before = options_.roster.channel(channel.id))
      keep_order(channel.members, before->members, std::identity());
  std::string frame = roster_frame(roster);
  if (frame == roster_frame(options_.roster)) return;
  options_.roster = std::move(roster);
  broadcast(frame);
}

void Chat::tell_clock() {
  broadcast(clock_frame(clock_.state()));
}

// --- from people
// ---------------------------------------------------------------------------------------------------------
void Chat::handle(const std::shared_ptr<Connection>& from, std::string_view bytes) {
  const Frame frame = parse_frame(bytes, options_.roster, clock_.now());
  std::visit([&](const auto& one) { on(from, one); }, frame);
}

void Chat::on(const std::shared_ptr<Connection>& from, const FrameError& frame) {
  from->send(error_frame(frame.id, frame.text));
}

void Chat::on(const std::shared_ptr<Connection>& from, const Hello&) {
  from->joined = true;
  from->send(welcome_frame(options_.roster, log_.messages(), clock_.state(), options_.completions));
}

core::Origin Chat::origin(const Act& act) const {
  core::Origin origin;
  origin.workspace = options_.workspace;
  origin.user = act.as;
  origin.user_name = options_.roster.person(act.as)->name;  // parse_frame has looked
  origin.channel = act.channel;
  origin.delivery = act.id;
  return origin;
}

void Chat::accept(const std::shared_ptr<Connection>& from, const std::string& id, core::Event event) {
  if (!inbox_) {
    from->send(error_frame(id, "the bot is not running"));
    return;
  }
  try {
    inbox_->accept(std::move(event), [to = std::weak_ptr(from), id](const core::Reply& reply) {
      if (const auto connection = to.lock()) connection->send(reply_frame(id, reply));
    });
  } catch (const core::Busy&) {
    from->send(error_frame(id, "the bot has too much to do, try again in a moment"));
  }
}

void Chat::on(const std::shared_ptr<Connection>& from, const CommandFrame& frame) {
  accept(from, frame.act.id, core::Command{origin(frame.act), frame.text});
}
void Chat::on(const std::shared_ptr<Connection>& from, const PressFrame& frame) {
  accept(from, frame.act.id, core::Press{origin(frame.act), frame.name, frame.value});
}
void Chat::on(const std::shared_ptr<Connection>& from, const SubmitFrame& frame) {
  accept(from, frame.act.id, core::Submit{origin(frame.act), frame.name, frame.state, frame.values});
}

void Chat::on(const std::shared_ptr<Connection>& from, const JoinFrame& frame) {
  moved_[{frame.channel, frame.as}] = frame.in;
  set_roster(Roster(options_.roster));
  from->send(reply_frame(
      frame.id,
      core::whisper(options_.roster.person(frame.as)->language, frame.in ? "sandbox.joined" : "sandbox.left",
                    {{"channel", options_.roster.channel(frame.channel)->name}})));
  if (inbox_) inbox_->channel_changed(options_.workspace, frame.channel);
}

core::ChannelRead Chat::members(const std::string& channel) const {
  core::ChannelRead read;
  const Channel* here = options_.roster.channel(channel);
  // A channel comes to be here when its group does: one that is not here yet says nothing of the bot.
  read.how = here ? core::ChannelRead::How::whole : core::ChannelRead::How::failed;
  if (!here) return read;
  for (const std::string& user : here->members)
    if (const Person* person = options_.roster.person(user)) read.people.push_back({user, person->name});
  return read;
}

void Chat::on(const std::shared_ptr<Connection>& from, const SayFrame& frame) {
  const Act& act = frame.act;
  if (log_.find_delivery(act.as, act.id)) return from->send(reply_frame(act.id, core::Reply()));
  std::pair key(act.as, act.id);
  auto& asking = saying_[key];
  asking.push_back(from);
  if (asking.size() > 1) return;
  ChatMessage line;
  line.channel = act.channel;
  line.author = act.as;
  line.at = clock_.now();
  line.delivery = act.id;
  line.content = line_as_message(frame.text);
  log_.append(std::move(line), [this, key = std::move(key)](const ChatMessage* posted) {
    if (posted) broadcast(message_frame(*posted));
    const auto answer = posted ? reply_frame(key.second, core::Reply())
                               : error_frame(key.second, "the chat could not be written to disk");
    const auto asked = saying_.extract(key);
    for (const auto& weak : asked.mapped())
      if (const auto connection = weak.lock()) connection->send(answer);
  });
}

// --- the clock
// -------------------------------------------------------------------------------------------------------------
bool Chat::can_move(const std::shared_ptr<Connection>& from, const std::string& id) {
  if (!clock_.movable())
    from->send(error_frame(id, "this bot runs on the machine's own time, which cannot be moved"));
  return clock_.movable();
}

void Chat::on(const std::shared_ptr<Connection>& from, const PlayFrame& frame) {
  if (!can_move(from, frame.id)) return;
  clock_.play(frame.speed);
  from->send(settled_frame(frame.id, clock_.state()));
}
void Chat::on(const std::shared_ptr<Connection>& from, const PauseFrame& frame) {
  if (!can_move(from, frame.id)) return;
  clock_.pause();
  from->send(settled_frame(frame.id, clock_.state()));
}
void Chat::on(const std::shared_ptr<Connection>& from, const JumpFrame& frame) {
  if (can_move(from, frame.id)) want(Move{from, frame.id, std::nullopt});
}
void Chat::on(const std::shared_ptr<Connection>& from, const SetFrame& frame) {
  if (can_move(from, frame.id)) want(Move{from, frame.id, frame.to});
}

void Chat::want(Move move) {
  if (moves_.size() >= max_waiting_moves) {
    if (const auto from = move.from.lock())
      from->send(error_frame(move.id, "too many clock frames are waiting already"));
    return;
  }
  moves_.push_back(std::move(move));
  if (moves_.size() == 1) next_move();
}

void Chat::next_move() {
  for (; !moves_.empty(); moves_.pop_front()) {
    const Move& move = moves_.front();
    const auto now = clock_.now();
    const auto to = move.to ? move.to : clock_.state().next;
    if (to && (!move.to || *to >= now)) {
      // What is overdue already is reached by moving nowhere.
      clock_.move_to(std::max(*to, now), [weak = weak_from_this()] {
        if (const auto self = weak.lock()) self->settled();
      });
      return;
    }
    if (const auto from = move.from.lock())
      from->send(error_frame(move.id, move.to ? "the clock does not go back: now is " + core::to_text(now)
                                              : "nothing is due later"));
  }
}

void Chat::settled() {
  if (const auto from = moves_.front().from.lock())
    from->send(settled_frame(moves_.front().id, clock_.state()));
  moves_.pop_front();
  next_move();
}

// --- from the bot
// ------------------------------------------------------------------------------------------------------------
std::optional<runtime::Delivered> Chat::refused(const runtime::Delivery& delivery) const {
  if (options_.fault)
    if (auto fault = options_.fault(delivery)) return fault;
  const bool to_channel = delivery.to.kind == core::Destination::Kind::channel;
  if (delivery.to.workspace != options_.workspace) return never("unknown_workspace");
  if (to_channel && !options_.roster.channel(delivery.to.id)) return never("unknown_channel");
  if (!to_channel && !options_.roster.person(delivery.to.id)) return never("unknown_user");
  return std::nullopt;
}

void Chat::deliver(runtime::Delivery delivery, std::function<void(runtime::Delivered)> told) {
  if (auto no = refused(delivery)) return told(*no);
  if (!options_.pictures) delivery.message.pictures.clear();
  const bool edits = !delivery.ref.empty();
  const auto written = [this, edits, told](const ChatMessage* message) {
    if (!message) {
      auto later = runtime::ended(runtime::Delivered::Kind::retry, "chat_not_written");
      later.after = after_failed_write;
      return told(later);
    }
    core::failpoint("sandbox.stored");
    broadcast(edits ? edited_frame(*message) : message_frame(*message));
    core::failpoint("sandbox.broadcast");
    runtime::Delivered delivered;
    delivered.ref = message->id;
    told(delivered);
  };
  if (edits) {
    if (!log_.edit(delivery.ref, std::move(delivery.message), written)) told(never("unknown_message"));
    return;
  }
  ChatMessage message;
  const bool to_channel = delivery.to.kind == core::Destination::Kind::channel;
  (to_channel ? message.channel : message.person) = delivery.to.id;
  message.author = "bot";
  message.at = clock_.now();
  message.key = std::move(delivery.key);
  message.content = std::move(delivery.message);
  log_.append(std::move(message), written);
}

std::optional<std::string> Chat::find(const std::string& key) const {
  const ChatMessage* message = log_.find_key(key);
  if (!message) return std::nullopt;
  return message->id;
}

}  // namespace sandbox
