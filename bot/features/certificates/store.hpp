#pragma once
// Who was at how many sessions of a period, and the certificates that were fetched. Implemented in
// storage/certificate_store.cpp; called inside the engine's transaction, `is_issued` on any reading
// connection.

#include <optional>
#include <string>
#include <vector>

#include "bot/core/ids.hpp"
#include "bot/core/time.hpp"

namespace certificates {

// A session that has begun and was not cancelled, for one person.
struct Meeting {
  core::Instant starts{}, ends{};
  bool ticked = false;  // a facilitator has ticked who came
  bool came = false;
};
// A period of a group, for one person.
struct Period {
  int run = 1;
  std::string programme;          // key of a pack; empty = free topics
  std::vector<int> plans;         // which of the pack's sessions, from 1; empty: all
  std::vector<Meeting> meetings;  // by start
  int came() const;
};

class CertificateStore {
 public:
  virtual ~CertificateStore() = default;
  // The newest first.
  virtual std::vector<Period> periods(const core::GroupId& group, const core::PersonId& person,
                                      core::Instant now) = 0;
  // The digits on the person's certificate of that period; nothing: it was not fetched yet.
  virtual std::optional<std::string> code(const core::GroupId& group, int run,
                                          const core::PersonId& person) = 0;
  virtual void issue(const std::string& code, const core::GroupId& group, int run,
                     const core::PersonId& person, core::Instant at) = 0;
  // Whether a certificate has these digits, whoever's it is.
  virtual bool is_issued(const std::string& code) = 0;
};

}  // namespace certificates
