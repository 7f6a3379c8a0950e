#include "bot/features/contract/feature.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <optional>

#include "bot/core/reply.hpp"
#include "tests/support/feature_test.hpp"

namespace contract {
namespace {

using core::Role;
using testing::HasSubstr;
using testing::IsEmpty;
using testing::SizeIs;

class ContractTest : public support::FeatureTest {
 protected:
  ContractTest() : FeatureTest("2026-11-24T13:30:00Z") {
    people = {fay, pia, leo, eva};
    group = support::group("a", {fay, pia, leo});
    group.members[0].role = Role::facilitator;
    group.members[2].role = Role::leader;
    know();
    play(make(*stores.contract));
  }
  core::Form form(const core::Person& person) {
    return front->press(person, "contract/edit", group.id.text).form.value();
  }
  core::Reply write(const core::Person& person, const core::Form& form, const std::string& words) {
    return front->submit(person, form.name, form.state, {{"words", {words}}});
  }
  void newcomer() {
    group.members.push_back({eva.id, Role::participant, {}});
    know();
  }
  static std::string said(const core::Reply& reply) {
    return reply.whisper ? core::plain_text(*reply.whisper) : "(no whisper)";
  }

  core::Person fay = support::person("fay"), pia = support::person("pia"), leo = support::person("leo"),
               eva = support::person("eva");
};

TEST_F(ContractTest, BeginsWithOfferedWordsAndIsShownToTheGroup) {
  EXPECT_THAT(form(pia).inputs.at(0).initial.at(0), HasSubstr("Det som sies her, blir her."));
  write(pia, form(pia), "Vi hører på hverandre.\nVi slutter i tide.");
  ASSERT_THAT(context.posts, SizeIs(1));
  EXPECT_THAT(core::plain_text(context.posts[0].message),
              HasSubstr("Vi hører på hverandre.\nVi slutter i tide."));
  EXPECT_THAT(said(front->say(leo, "kontrakt", group.channel)), HasSubstr("Vi slutter i tide."));
  EXPECT_FALSE(front->press(leo, "contract/edit", group.id.text).form);
}

TEST_F(ContractTest, IsShownOnceToWhoComesLater) {
  write(fay, form(fay), "Vi hører på hverandre.");
  show_to_newcomers(*stores.contract, context, group);
  EXPECT_THAT(context.posts, SizeIs(1)) << "who was there has read it in the channel";
  newcomer();
  show_to_newcomers(*stores.contract, context, group);
  show_to_newcomers(*stores.contract, context, group);
  ASSERT_THAT(context.posts, SizeIs(2));
  EXPECT_EQ(context.posts[1].to, core::destination_of(eva));
  EXPECT_THAT(core::plain_text(context.posts[1].message), HasSubstr("Vi hører på hverandre."));
}

TEST_F(ContractTest, IsRenewedWithoutWritingOverWhatAnotherWrote) {
  write(fay, form(fay), "Én.");
  const core::Form old = form(pia);
  write(fay, form(fay), "To.");
  const core::Reply meanwhile = write(pia, old, "Tre.");
  ASSERT_TRUE(meanwhile.form);
  EXPECT_THAT(core::plain_text(meanwhile.form->intro), HasSubstr("Noen skrev kontrakten"));
  EXPECT_THAT(core::plain_text(meanwhile.form->intro), HasSubstr("To."));
  EXPECT_EQ(meanwhile.form->inputs.at(0).initial, std::vector<std::string>{"Tre."})
      << "the writer's words are kept";
  EXPECT_EQ(stores.contract->find(group.id)->words, "To.");
  EXPECT_EQ(stores.contract->find(group.id)->version, 2);
  EXPECT_THAT(said(write(pia, *meanwhile.form, "To. Tre.")), HasSubstr("Kontrakten er"));
  EXPECT_EQ(stores.contract->find(group.id)->words, "To. Tre.");
  write(fay, form(fay), "To.");
  context.posts.resize(2);
  write(fay, form(fay), "To.");
  EXPECT_THAT(context.posts, SizeIs(2)) << "the same words are no news";
}

TEST_F(ContractTest, ForgedStatesAndIdentifiersWriteNothing) {
  const core::Form good = form(fay);
  front->submit(fay, good.name, "group-b|0", {{"words", {"x"}}});
  front->submit(fay, good.name, group.id.text + "|7", {{"words", {"x"}}});
  front->submit(leo, good.name, good.state, {{"words", {"x"}}});
  EXPECT_THAT(write(fay, good, "").errors, SizeIs(1));
  EXPECT_FALSE(stores.contract->find(group.id));
  EXPECT_THAT(context.posts, IsEmpty());
  show_to_newcomers(*stores.contract, context, group);
  EXPECT_THAT(context.posts, IsEmpty());
}

}  // namespace
}  // namespace contract
