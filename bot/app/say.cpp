#include "bot/app/say.hpp"

#include <boost/asio/co_spawn.hpp>
#include <boost/asio/io_context.hpp>
#include <boost/asio/steady_timer.hpp>
#include <optional>

#include "bot/app/chats.hpp"
#include "bot/app/clocks.hpp"
#include "bot/app/living.hpp"
#include "bot/app/places.hpp"
#include "bot/core/outbound.hpp"
#include "bot/core/random.hpp"
#include "bot/core/reply.hpp"

namespace app {
namespace {

namespace asio = boost::asio;
using runtime::bad;
using runtime::Delivered;
using runtime::Finding;

constexpr std::chrono::seconds longest_delivery{30};

struct Addressee {
  core::Destination to;
  core::Language language;
};

// Who has no chat is told by e-mail.
core::Destination place_of(const core::Person& person, const Chats& chats) {
  if (person.workspace != chats.pages || chats.mail.empty() || person.email.empty())
    return core::destination_of(person);
  return {chats.mail, core::Destination::Kind::person, person.id.text};
}

std::optional<Addressee> addressee(const Config& config, const std::string& wanted) {
  const auto now = living(config);
  const core::PersonId id(core::id_from_name("person:" + wanted));
  for (const core::Person& person : now->people())
    if (person.id == id || person.name == wanted || person.user == wanted)
      return Addressee{place_of(person, *config.chats), person.language};
  for (const core::Group& group : now->groups())
    if (group.key == wanted || group.name == wanted || group.channel == wanted)
      return Addressee{group.destination(), group.language};
  return std::nullopt;
}

Finding outcome(const Delivered& delivered, const std::string& wanted) {
  const std::string reason = delivered.reason.empty() ? "" : " (" + delivered.reason + ")";
  switch (delivered.kind) {
    case Delivered::Kind::sent:
      return runtime::good("the test message to " + wanted + " was taken by the platform");
    case Delivered::Kind::retry:
      return bad("the test message to " + wanted + " did not leave" + reason,
                 "the platform was not reached, or asks to wait; the service would try again for a day",
                 "see what is said about this workspace above, and try again");
    case Delivered::Kind::refused:
      return bad("the platform refuses the test message to " + wanted + reason,
                 "it does not take our token or secret, or nobody vouches for its certificate",
                 "see what is said about this workspace above");
    case Delivered::Kind::permanent:
      return bad("the platform will not have the test message to " + wanted + reason,
                 "it does not know the place or the person, or the bot may not write there",
                 "compare what the configuration says with the platform, and let the bot into the channel");
    case Delivered::Kind::unknown:
      break;
  }
  return bad("nobody knows whether the test message to " + wanted + " came" + reason,
             "it left, and the answer was none that tells", "look whether it is there");
}

std::optional<Delivered> delivered_within(asio::io_context& io, runtime::Adapter& adapter,
                                          runtime::Delivery delivery) {
  std::optional<Delivered> result;
  asio::steady_timer late(io, longest_delivery);
  late.async_wait([&](boost::system::error_code error) {
    if (!error) io.stop();
  });
  asio::co_spawn(io, adapter.deliver(std::move(delivery)),
                 [&](std::exception_ptr error, Delivered delivered) {
                   late.cancel();
                   if (error)
                     result.emplace().kind = Delivered::Kind::unknown;
                   else
                     result = std::move(delivered);
                 });
  io.run();
  return result;
}

}  // namespace

Finding say(const Config& config, const std::string& wanted) {
  const auto found = addressee(config, wanted);
  if (!found)
    return bad("no person, group or channel \"" + wanted + "\" in the configuration",
               "the test message was sent to nobody", "write it as the configuration does");
  const std::string& workspace = found->to.workspace;
  if (config.sandbox.enabled && workspace == config.sandbox.workspace)
    return bad(wanted + " is in the sandbox", "only the service itself can write there",
               "open the sandbox's page and write /refleks hjelp");
  if (config.chats->pages && workspace == *config.chats->pages)
    return bad(wanted + " has no chat, only a page", "nothing is sent to a page; it is read there",
               "hand over the address: refleks link " + wanted +
                   (config.chats->mail.empty() ? "" : ", or give the person an e-mail address"));
  if (!has_database(config))
    return bad("the service has not run here yet", "it makes the keys that messages are sent with",
               "start the service once, then try again");
  asio::io_context io(1);
  const SystemClock clock;
  core::SystemRandom random;
  for (const auto& platform : config.chats->platforms) {
    const runtime::Connected connected =
        platform->connect({io.get_executor(), clock, random, nullptr, [&] {
                             return std::make_shared<const core::Directory>(config.people, config.groups);
                           }});
    const auto adapter = connected.adapters.find(workspace);
    if (adapter == connected.adapters.end()) continue;
    core::Message message;
    core::say(message, found->language, "doctor.say", {{"organisation", config.organisation.name}});
    const runtime::Delivery delivery{"doctor:" + core::to_text(clock.now()), found->to, std::move(message),
                                     ""};
    const auto delivered = delivered_within(io, *adapter->second, delivery);
    if (!delivered)
      return bad("the test message to " + wanted + " was not sent within half a minute",
                 "the platform does not answer, or asks to wait", "try again");
    return outcome(*delivered, wanted);
  }
  return bad("no section of the configuration connects workspace '" + workspace + "'",
             "the test message was sent to nobody", "add the section, or correct `workspace`");
}

}  // namespace app
