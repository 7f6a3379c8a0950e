// Who may what: one person of each kind, and a guest, against every right.

#include <gtest/gtest.h>

#include "bot/core/texts.hpp"
#include "bot/features/feature.hpp"

namespace features {
namespace {

constexpr Right all[]{Right::everybody,   Right::member,      Right::attending, Right::answering,
                      Right::participant, Right::facilitator, Right::leader,    Right::coordinator};

core::Group group_of(std::initializer_list<std::pair<const char*, core::Role>> members) {
  core::Group group;
  for (const auto& [name, role] : members) group.members.push_back({core::PersonId(name), role, {}});
  return group;
}

std::string rights_of(const Who& who, const core::Group& group) {
  std::string found;
  for (const Right right : all)
    if (may(who, group, right)) found += std::string(core::code(right)) + " ";
  return found;
}

TEST(Verbs, OfALanguageThatHasNoneAreThoseOfBokmaal) {
  const CommandSpec spec{"papers", {"papir", "papir", "paper", "utskrift"}, Right::everybody, {}};
  EXPECT_EQ(verb_in(spec, core::Language::en), "paper");
  EXPECT_EQ(verb_in(spec, static_cast<core::Language>(core::all_languages.size())), "papir");
}

TEST(Rights, WhoLacksOneIsToldInWords) {
  for (const Right right : all) {
    if (right == Right::everybody) continue;
    for (const char* key : {"who.needs.", "who.needs_any."})
      EXPECT_TRUE(core::has_text(std::string(key) + std::string(core::code(right))))
          << key << core::code(right);
  }
}

TEST(Rights, OfEachKindOfPerson) {
  const core::Group group = group_of(
      {{"pia", core::Role::participant}, {"frode", core::Role::facilitator}, {"leo", core::Role::leader}});
  const auto of = [&](const char* name, bool coordinator = false) {
    core::Person person;
    person.id = core::PersonId(name);
    person.coordinator = coordinator;
    return rights_of({person, nullptr, {}}, group);
  };
  EXPECT_EQ(of("pia"), "everybody member attending answering participant ");
  EXPECT_EQ(of("frode"), "everybody member attending answering participant facilitator ");
  EXPECT_EQ(of("leo"), "everybody member participant leader ");
  core::Group open = group;
  open.leaders_take_part = true;
  core::Person leo;
  leo.id = core::PersonId("leo");
  EXPECT_EQ(rights_of({leo, nullptr, {}}, open), "everybody member attending participant leader ")
      << "comes, and answers nothing";
  open.above.insert(leo.id);
  EXPECT_EQ(rights_of({leo, nullptr, {}}, open), "everybody member participant leader ");
  EXPECT_EQ(of("cora", true), "everybody participant facilitator coordinator ");
  EXPECT_EQ(of("stranger"), "everybody ");
}

TEST(Rights, OfAGuestAreToAnswerInTheOwnGroup) {
  const core::Group near, far;
  core::Person nobody;
  nobody.id = core::guest_id("a name");
  core::Origin by_link;
  by_link.guest_of = "near";
  EXPECT_EQ(rights_of({nobody, &near, by_link}, near), "everybody answering ");
  EXPECT_EQ(rights_of({nobody, &near, by_link}, far), "");
}

}  // namespace
}  // namespace features
