#include "bot/app/operators.hpp"

#include <boost/asio/post.hpp>
#include <nlohmann/json.hpp>
#include <stdexcept>

#include "adapters/net/json.hpp"
#include "bot/app/control.hpp"
#include "bot/app/people_import.hpp"
#include "bot/app/places.hpp"
#include "bot/core/log.hpp"
#include "bot/core/texts.hpp"
#include "storage/database.hpp"

namespace app {
namespace {

namespace asio = boost::asio;
using Json = nlohmann::json;

constexpr int moments_told = 5;

Json failed(std::string_view words) {
  Json told;
  told["error"] = words;
  return told;
}

Json rows(const std::vector<std::pair<std::string, long long>>& counted) {
  Json all = Json::object();
  for (const auto& [where, count] : counted) all[where] = count;
  return all;
}

std::vector<storage::Coming> moments_of(const Config& config) {
  try {
    storage::Database database(database_of(config), storage::Database::Use::reader);
    return storage::coming(database, moments_told);
  } catch (const std::exception&) {  // /ready says that it cannot be read
    return {};
  }
}

}  // namespace

struct Operators::Service {
  Parts parts;
  std::unique_ptr<Control> control;

  void answer(const Json& request, Control::Told told) {
    const std::string what = net::text_at(request, "do");
    if (what == "status") return status(std::move(told));
    if (what == "reload") return reload(std::move(told));
    if (what == "handover") return hand_over(std::move(told));
    if (what == "erase") return erase(request, std::move(told));
    if (what == "note") return note(request, std::move(told));
    if (what == "renew_pages") return renew_pages(request, std::move(told));
    if (what == "import" || what == "roster") return take_in(request, std::move(told));
    throw std::runtime_error(std::string(does_not_know));
  }

  void status(Control::Told told) {
    asio::post(parts.readers, [this, told = std::move(told)]() mutable {
      State state = parts.look();
      auto next = moments_of(parts.config);
      asio::post(parts.executor,
                 [this, state = std::move(state), next = std::move(next), told = std::move(told)]() mutable {
                   parts.live(state);
                   told(status_of(state, parts.running, next));
                 });
    });
  }

  void reload(Control::Told told) {
    parts.reload([told = std::move(told)](const Reloaded& done) {
      Json answer;
      answer["problems"] = done.problems;
      answer["applied"] = done.applied;
      answer["needs_restart"] = done.needs_restart;
      answer["gone"] = done.gone;
      answer["same"] = done.same;
      told(std::move(answer));
    });
  }

  void hand_over(Control::Told told) {
    if (parts.config.handover.peer_host.empty())
      throw std::runtime_error(
          "there is no other machine: set handover.listen and what belongs to it (docs/postgresql.md)");
    parts.hand_over([told = std::move(told)](const HandedOver& done) {
      if (!done.refused.empty())
        return told(failed("nothing was handed over, and this service serves on: " + done.refused));
      Json answer;
      answer["polls"] = done.polls;
      told(std::move(answer));
    });
  }

  void renew_pages(const Json& request, Control::Told told) {
    runtime::Errand errand;
    errand.work = [this, id = core::PersonId(net::text_at(request, "id"))](core::Context& context) {
      parts.bot.renew_pages(context, id);
    };
    errand.told = [told = std::move(told)](bool done) {
      told(done ? Json::object() : failed("it could not be done, and nothing was changed; try again"));
    };
    parts.ask(std::move(errand));
  }

  // What a tool has done about somebody.
  void note(const Json& request, Control::Told told) {
    core::AdministrativeAct act;
    act.what = net::text_at(request, "what");
    act.about = core::PersonId(net::text_at(request, "id"));
    runtime::Errand errand;
    errand.work = [act](core::Context& context) { context.emit(act); };
    errand.told = [told = std::move(told)](bool done) {
      told(done ? Json::object() : failed("it could not be noted, and nothing was done; try again"));
    };
    parts.ask(std::move(errand));
  }

  void take_in(const Json& request, Control::Told told) {
    const auto list = std::make_shared<Json>();
    runtime::Errand errand;
    errand.work = [this, roster = net::text_at(request, "do") == "roster",
                   text = net::text_at(request, "text"), group = net::text_at(request, "group"),
                   day = net::text_at(request, "day"), apply = net::text_at(request, "apply") == "yes",
                   list](core::Context& context) {
      *list = roster ? roster_taken(parts.bot, context, text, group, day, apply)
                     : imported(parts.bot, context, text, apply);
    };
    errand.told = [list, told = std::move(told)](bool done) {
      told(done ? std::move(*list) : failed("it could not be done, and nothing was changed; try again"));
    };
    parts.ask(std::move(errand));
  }

  // The person is given as the database knows them, so that also somebody who has left can be erased.
  void erase(const Json& request, Control::Told told) {
    core::Person person;
    person.id = core::PersonId(net::text_at(request, "id"));
    person.name = net::text_at(request, "name");
    person.workspace = net::text_at(request, "workspace");
    person.user = net::text_at(request, "account");
    const auto result = std::make_shared<Bot::Erased>();
    runtime::Errand errand;
    errand.work = [this, person, result](core::Context& context) {
      *result = parts.bot.erase(context, person);
    };
    errand.told = [result, told = std::move(told)](bool done) {
      if (!done) return told(failed("it could not be done, and nothing was changed; try again"));
      // texts: rights.erase.*
      if (!result->refused.empty()) return told(failed(core::text(core::Language::en, result->refused)));
      if (!result->erasure.there) return told(failed("there is nobody of that kind any more"));
      Json answer;
      answer["gone"] = rows(result->erasure.gone);
      answer["named"] = rows(result->erasure.named);
      told(std::move(answer));
    };
    parts.ask(std::move(errand));
  }
};

Operators::Operators(Parts parts) : service_(new Service{std::move(parts), nullptr}) {
  try {
    service_->control = std::make_unique<Control>(
        service_->parts.executor, service_->parts.config.organisation.data,
        [this](const Json& request, Control::Told told) { service_->answer(request, std::move(told)); });
  } catch (const std::exception& error) {
    core::log(core::Level::warning, "operators' commands cannot ask this service", error.what());
  }
}
Operators::~Operators() = default;

}  // namespace app
