#pragma once
// What an error of PostgreSQL is to us. Its own words quote stored values ("Failing row contains ..."), so
// that none of them is told: ours are made of the five letters of its kind (SQLSTATE).

#include <soci/error.h>

#include <string>

namespace storage::postgres {

// What the schema's own rules refuse (schema.hpp).
inline constexpr auto rule_broken = "RF001";

// Throws Error, Interrupted or runtime::DatabaseHeld. `state` may be empty: nothing came back from the
// server.
[[noreturn]] void fail_with(const std::string& state, const std::string& what = "");

// The same for what SOCI throws on a connection that tells states alone.
[[noreturn]] void fail(const soci::soci_error& error);

}  // namespace storage::postgres
