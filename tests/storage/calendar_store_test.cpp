// What calendars need of the store: the revision of a session, and the serial of a person's address.

#include "storage/guarded.hpp"
#include "tests/support/store_fixture.hpp"

namespace {

using support::at;

struct CalendarStore : support::Stored {
  sessions::SessionStore& store = *stores.sessions;
};

TEST_P(CalendarStore, KeepsTheRevisionOfASession) {
  core::Session session;
  session.id = core::SessionId("s1");
  session.group = group_a;
  session.starts = at("2026-11-24T12:00:00Z");
  session.ends = at("2026-11-24T13:30:00Z");
  store.save(session);
  EXPECT_EQ(store.find(session.id), session);
  session.revision = 7;
  store.save(session);
  EXPECT_EQ(store.find(session.id), session);
  EXPECT_EQ(store.latest(group_a), session);
  EXPECT_EQ(store.of_group(group_a, session.starts, session.ends), std::vector{session});
  session.revision = -1;
  EXPECT_THROW(store.save(session), storage::Error);
}

TEST_P(CalendarStore, KeepsOneSerialAPersonUntilItIsTakenAway) {
  EXPECT_EQ(store.calendar_serial(anne.id), "");
  store.set_calendar_serial(anne.id, "first");
  store.set_calendar_serial(anne.id, "second");
  EXPECT_EQ(store.calendar_serial(anne.id), "second");
  EXPECT_EQ(store.calendar_serial(bo.id), "");
  store.set_calendar_serial(anne.id, "");
  store.set_calendar_serial(anne.id, "");
  EXPECT_EQ(store.calendar_serial(anne.id), "");
  EXPECT_THROW(store.set_calendar_serial(core::PersonId("nobody"), "serial"), storage::Error);
}

TEST_P(CalendarStore, KeepsWhatCalendarsWereTold) {
  core::Session session;
  session.id = core::SessionId("s1");
  session.group = group_a;
  session.starts = session.ends = at("2026-11-24T12:00:00Z");
  store.save(session);
  EXPECT_EQ(store.told_calendars(session.id), std::nullopt);
  const sessions::Told told{"words", 3, 2, at("2026-11-20T12:00:00Z")};
  store.set_told_calendars(session.id, {"others", 1, 0, {}});
  store.set_told_calendars(session.id, told);
  store.save(session);
  EXPECT_EQ(store.told_calendars(session.id), told) << "a session saved again is the same one";
}

ON_EVERY_DATABASE(CalendarStore);

}  // namespace
