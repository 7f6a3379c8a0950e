// What becomes of a message, from how its call ended: one policy for all platforms (docs/architecture.md,
// "What leaves"). An adapter only says what the platform's own words mean.
#pragma once

#include <chrono>
#include <string>

#include "adapters/net/http_client.hpp"
#include "bot/runtime/adapter.hpp"

namespace net {

// What the body of an answer says, in the platform's own words. Looked at only when the body is all there.
enum class Says {
  nothing,  // nothing we know: the status alone counts, and no status is a success
  done,     // the platform's own mark of success
  later,    // not done, and would be at another time
  refused,  // our credentials are not taken
  never,    // this will not be taken
  perhaps,  // may have been done
  foreign,  // these are not its words at all, where it always has some: is_of_another()
};

// How a call ended.
struct Verdict {
  enum class Kind {
    done,     // the platform said so
    unsent,   // not a byte has left
    later,    // the platform has not done it; not before `after`, where it said how long
    refused,  // nothing is taken from us before somebody has mended our credentials
    never,    // will not be taken
    unclear,  // it left, and what came back does not tell: may have been done
  };
  Kind kind = Kind::unsent;
  std::string reason;             // a fixed code, never content
  std::chrono::seconds after{0};  // 0: it did not say
  bool done() const { return kind == Kind::done; }
};

// Not the platform, but something between us has answered, as its body tells: a proxy without a server
// behind it ("404 page not found"), a firewall's page, the way to a sign-in. A platform says no by JSON, one
// word, or a status alone; of limits and of 500 and above nobody can tell.
bool is_of_another(const HttpReply& reply);

// `reason` goes with what the words say; empty = one of the status.
Verdict judge(const HttpOutcome& outcome, Says says = Says::nothing, std::string reason = {});

// `harmless`: doing it twice is as good as once (an edit, a look-up), so that not knowing is no reason to
// stop.
runtime::Delivered delivered(const Verdict& verdict, bool harmless = false);

// How long Retry-After asks to wait: seconds with fractions rounded up, or a date (against the answer's own
// Date); between a second and an hour, half a minute when it says nothing we can read.
std::chrono::seconds wait_asked(const Headers& headers);

}  // namespace net
