#pragma once
// A leader's week over as many groups as wanted, with everything in it that a digest can tell: for
// transcripts, and for what the platforms take.

#include <deque>
#include <memory>
#include <string>
#include <vector>

#include "bot/features/digests/view.hpp"
#include "tests/support/store_fixture.hpp"

namespace support {

class DigestWeeks {
 public:
  explicit DigestWeeks(int groups) {
    week.monday = core::Date{std::chrono::year{2026}, std::chrono::November, std::chrono::day{16}};
    week.to = at("2026-11-15T23:00:00Z");
    for (int i = 0; i < groups; ++i) add(i);
  }
  DigestWeeks(const DigestWeeks&) = delete;
  DigestWeeks& operator=(const DigestWeeks&) = delete;

  digests::Week week;

 private:
  // As long as a title may be, with what platforms take for markup.
  static constexpr const char* longest =
      "Nøklene til *medisinskapet* <b>forsvinner</b> | ofte, og på kvelden er det ingen som vet hvem som "
      "hadde "
      "dem på forrige vakt";

  static core::Session session(core::Instant starts, const std::string& topic = {}) {
    core::Session session;
    session.starts = starts;
    session.ends = starts + std::chrono::minutes{90};
    session.topic = topic;
    return session;
  }
  static digests::ResultForLeader usefulness() {
    core::Poll poll;
    poll.title = core::Localized("Utsjekk", "Utsjekk", "Check-out");
    poll.questions.push_back({core::Question::Kind::scale,
                              core::Localized("Hvor nyttig var samlingen?", "Kor nyttig var samlinga?",
                                              "How useful was the session?"),
                              {core::Localized("Lite nyttig", "Lite nyttig", "Not very useful"),
                               core::Localized("Nyttig", "Nyttig", "Useful"),
                               core::Localized("Svært nyttig", "Svært nyttig", "Very useful")},
                              true});
    digests::ResultForLeader result;
    result.asked = std::make_shared<const core::Poll>(std::move(poll));
    result.lines = {{0, core::ResultLine::Audience::leader, core::ResultLine::Part::half, 2, 0, {}}};
    return result;
  }

  // The first has something of each kind; the others what their number gives them.
  void add(int i) {
    core::Group& group = groups_.emplace_back();
    const std::string number = std::to_string(i + 1);
    group.id = core::GroupId("group-" + number);
    group.name = "Hjemmetjenesten i sone " + number;
    group.members = {{core::PersonId("berit"), core::Role::leader, {}},
                     {core::PersonId("marit"), core::Role::leader, {}}};
    group.above = {core::PersonId("marit")};
    digests::GroupWeek one;
    using State = core::MatterState;
    if (i % 3 == 0)
      one.waiting.push_back({core::MatterId("m" + number), "Vi mangler vikarer i helgene",
                             at("2026-10-20T10:00:00Z") - std::chrono::hours{24 * i}, State::lifted,
                             at("2026-11-24T08:00:00Z"), false});
    if (i % 4 == 0)
      one.waiting.push_back({core::MatterId("n" + number),
                             longest,
                             at("2026-11-12T10:00:00Z"),
                             i % 8 == 0 ? State::lifted : State::in_work,
                             {},
                             false});
    if (i % 10 == 0)
      one.noticed.push_back(
          {core::MatterId("d" + number),
           "Ny dagsplan",
           {{0, core::ResultLine::Audience::leader, core::ResultLine::Part::half, 1, 0, {}}}});
    one.held.push_back({session(at("2026-11-10T12:00:00Z"), "Pårørende"), i % 5 == 2 ? 2 : 6});
    if (i % 2 == 0) one.coming.push_back({session(at("2026-11-24T12:00:00Z")), 3});
    one.planned = i % 11 != 5;
    if (i % 7 == 3) one.cancelled.push_back({session(at("2026-11-12T12:00:00Z")), 0});
    if (!one.planned) one.held.clear();
    one.last_ended = one.planned ? at("2026-11-10T13:30:00Z") : at("2026-10-15T13:30:00Z");
    one.held_before = i % 2;
    one.answers = i % 4 == 1 ? 2 : 0;
    if (!one.held.empty() && i % 2 == 0) one.results.push_back(usefulness());
    week.groups.push_back({&group, std::move(one)});
  }

  std::deque<core::Group> groups_;  // where they are, they stay
};

}  // namespace support
