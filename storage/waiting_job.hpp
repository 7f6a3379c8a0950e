#pragma once
// A job that waits for its group (AgendaStore::wait_for): its time stands behind a word, and so behind every
// time there is. "away 2026-11-12T09:00:00Z 4711".

namespace storage {

#define STORAGE_AWAY "away "  // sorts behind digits, and before "unreadable: "
inline constexpr auto away_mark = STORAGE_AWAY;

}  // namespace storage
