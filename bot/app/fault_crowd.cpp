#include "bot/app/fault_crowd.hpp"

#include <fmt/format.h>

#include <array>

#include "bot/features/polls/events.hpp"

namespace app {
namespace {

using std::chrono::hours;
using std::chrono::minutes;
using std::chrono::seconds;

constexpr int changes_of_mind = 24;  // of each answer, where people waver

struct Typed {
  core::Role who;
  const char* words;
};
constexpr std::array typed{
    Typed{core::Role::participant, "idé"},
    Typed{core::Role::participant, "idé"},
    Typed{core::Role::participant, "situasjonslogg"},
    Typed{core::Role::participant, "pause i 1 uke"},
    Typed{core::Role::participant, "pause slutt"},
    Typed{core::Role::participant, "utprøving"},
    Typed{core::Role::participant, "kontrakt"},
    Typed{core::Role::participant, "mine-data"},
    Typed{core::Role::participant, "resultat"},
    Typed{core::Role::facilitator, "avstemning \"Passer tiden?\" \"Ja\" \"Nei\" 30 min"},
    Typed{core::Role::facilitator, "avstemning \"Har vi ro nok?\" skala 2 timer"},
    Typed{core::Role::facilitator, "avstemning \"Hva nå?\" fritekst 1 dag"},
    Typed{core::Role::facilitator, "avstemning \"Hvem skriver?\" \"Jeg\" \"Ikke jeg\" navn"},
    Typed{core::Role::facilitator, "avstemning"},
    Typed{core::Role::facilitator, "avstemninger"},
    Typed{core::Role::facilitator, "ideer"},
    Typed{core::Role::facilitator, "sak"},
    Typed{core::Role::facilitator, "flytt"},
    Typed{core::Role::facilitator, "avlys"},
    Typed{core::Role::facilitator, "oppmøte"},
    Typed{core::Role::facilitator, "periode"},
    Typed{core::Role::facilitator, "pause gruppa i 1 uke"},
    Typed{core::Role::leader, "ukesammendrag"},
    Typed{core::Role::leader, "saker"},
};

// A word that is no other word's beginning.
std::string own_word(long number) {
  std::string word;
  for (std::size_t i = 0; i < own_letters; ++i, number /= 20) word += static_cast<char>('a' + number % 20);
  return word;
}

// Once pressed, there is little left to look at.
bool ends_all(const std::string& name) {
  return name.starts_with("groups/") || name.starts_with("rights/") || name.starts_with("sessions/period");
}

}  // namespace

// People only leave.
const FaultCrowd::Index& FaultCrowd::index() const {
  if (index_.people != config_.people.size()) {
    index_ = {};
    for (const core::Person& person : config_.people) {
      index_.by_id[person.id.text] = &person;
      index_.by_user[person.user] = &person;
    }
    for (const core::Group& group : config_.groups) index_.by_channel[group.channel] = &group;
    index_.people = config_.people.size();
  }
  return index_;
}

const core::Person* FaultCrowd::person(const core::PersonId& id) const {
  const auto& all = index().by_id;
  const auto found = all.find(id.text);
  return found == all.end() ? nullptr : found->second;
}

core::Origin FaultCrowd::origin(const core::Person& person, const std::string& channel) {
  return {"chat", person.user, person.name, channel, fmt::format("d{}", ++deliveries_)};
}

void FaultCrowd::begin(int days, bool wavers) {
  wavers_ = wavers;
  for (int hour = 0; hour < days * 24; ++hour)
    for (const core::Group& group : config_.groups) {
      if (hour % 24 < 6 || hour % 24 > 21 || random(12) != 0) continue;
      const Typed& what = typed[random(typed.size())];
      std::vector<core::PersonId> able;
      for (const core::Member& member : group.members)
        if (member.role == what.who) able.push_back(member.person);
      const core::PersonId who = able[random(able.size())];
      hooks_.later(hours{hour} + minutes{random(60)}, [this, who, what, channel = group.channel] {
        if (const core::Person* somebody = person(who))
          act(*somebody, core::Command{origin(*somebody, channel), what.words});
      });
    }
}

void FaultCrowd::read(const runtime::Delivery& delivery) {
  if (delivery.to.kind == core::Destination::Kind::person) {
    const auto reader = index().by_user.find(delivery.to.id);
    if (reader != index().by_user.end()) press_some(*reader->second, "", delivery.message, 2);
    return;
  }
  const auto group = index().by_channel.find(delivery.to.id);
  if (group == index().by_channel.end()) return;
  for (const core::Member& member : group->second->members)
    if (const core::Person* reader = person(member.person))
      press_some(*reader, group->second->channel, delivery.message, 2);
}

void FaultCrowd::press_some(const core::Person& person, const std::string& channel,
                            const core::Message& message, std::uint64_t one_in) {
  std::vector<core::Button> buttons;
  for (const core::Block& block : message.blocks)
    if (const auto* actions = std::get_if<core::Actions>(&block))
      for (const core::Button& button : actions->buttons)
        if (!ends_all(button.name)) buttons.push_back(button);
  if (buttons.empty() || random(one_in) != 0) return;
  const core::Button& button = buttons[random(buttons.size())];
  const seconds when = random(20) == 0 ? seconds{hours{1 + random(120)}} : seconds{random(5400)};
  hooks_.later(when, [this, id = person.id, channel, button] {
    if (const core::Person* still = this->person(id))
      act(*still, core::Press{origin(*still, channel), button.name, button.value});
  });
  if (button.name == polls::events::sealed.quick.name)
    waver(person.id, button.value, [this, channel, name = button.name, buttons](const core::Person& again) {
      return core::Press{origin(again, channel), name, buttons[random(buttons.size())].value};
    });
}

void FaultCrowd::waver(const core::PersonId& id, const std::string& about,
                       const std::function<core::Event(const core::Person&)>& again) {
  if (!wavers_ || !wavered_.insert(id.text + '|' + about.substr(0, about.find('|'))).second) return;
  for (int i = 0; i < changes_of_mind; ++i)
    hooks_.later(seconds{30 + random(1500)}, [this, id, again] {
      if (const core::Person* still = person(id)) act(*still, again(*still));
    });
}

void FaultCrowd::find_secrets(std::string_view bytes, std::set<core::PollId>& polls) const {
  each_sealed_word(bytes, [&](std::string_view word) {
    if (const auto found = secrets_.find(std::string(word)); found != secrets_.end())
      polls.insert(found->second);
  });
}

void FaultCrowd::act(const core::Person& person, core::Event event) {
  ++events_;
  const auto hand_in = [this, id = person.id, event] {
    if (!this->person(id)) return;
    ledger_.tried(id, event);
    hooks_.hand_in(event, [this, id, event](core::Reply reply) {
      ledger_.told(id, event, reply);
      if (const core::Person* still = this->person(id)) answered(*still, event, reply);
    });
  };
  hand_in();
  if (random(10) == 0) hooks_.later(seconds{random(90)}, hand_in);  // the platform repeats it
  if (random(20) == 0) {                                            // pressed again
    core::Event again = event;
    std::visit([&](auto& what) { what.origin.delivery = fmt::format("d{}", ++deliveries_); }, again);
    hooks_.later(seconds{random(20)}, [this, id = person.id, again] {
      if (const core::Person* still = this->person(id)) act(*still, again);
    });
  }
}

void FaultCrowd::answered(const core::Person& person, const core::Event& event, const core::Reply& reply) {
  const std::string channel = core::origin_of(event).channel;
  if (reply.whisper) press_some(person, channel, *reply.whisper, 3);
  if (!reply.form || !reply.errors.empty() || reply.form->name.ends_with("/seen")) return;
  core::Submit submit{origin(person, channel), reply.form->name, reply.form->state, fill(*reply.form)};
  hooks_.later(seconds{20 + random(random(15) == 0 ? 200'000 : 300)}, [this, id = person.id, submit] {
    if (const core::Person* still = this->person(id)) act(*still, submit);
  });
  if (submit.name == polls::events::sealed.answer.name)
    waver(person.id, submit.state, [this, channel, form = *reply.form](const core::Person& again) {
      return core::Submit{origin(again, channel), form.name, form.state, fill(form)};
    });
}

core::FormValues FaultCrowd::fill(const core::Form& form) {
  core::FormValues values;
  const bool sealed = core::is_sealed_name(form.name);
  for (const core::Input& input : form.inputs) {
    if (!input.initial.empty() && random(3) > 0) {
      values[input.id] = input.initial;
    } else if (!input.options.empty()) {
      values[input.id] = {input.options[random(input.options.size())].value};
    } else if (input.gives() == core::Input::Gives::words && (input.required || random(2) == 0)) {
      const std::string word = std::string(sealed ? sealed_beginning : "vanlig-") + own_word(++deliveries_);
      if (sealed) ledger_.wrote(word);
      if (form.name == polls::events::sealed.answer.name)
        secrets_.emplace(word, core::PollId(form.state.substr(0, form.state.find('|'))));
      values[input.id] = {word};
    }
  }
  return values;
}

}  // namespace app
