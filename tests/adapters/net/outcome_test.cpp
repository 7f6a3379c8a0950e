#include "adapters/net/outcome.hpp"

#include <gtest/gtest.h>

namespace net_test {
namespace {

using namespace std::chrono_literals;
using net::Says;
using Kind = net::Verdict::Kind;
using Became = runtime::Delivered::Kind;

net::HttpOutcome answered(int status, net::Headers headers = {}) {
  net::HttpOutcome outcome;
  outcome.sent = outcome.status_known = true;
  outcome.reply.status = status;
  outcome.reply.headers = std::move(headers);
  return outcome;
}
net::HttpOutcome broken(bool sent, net::Fault fault) {
  net::HttpOutcome outcome;
  outcome.error = make_error_code(boost::system::errc::connection_reset);
  outcome.sent = sent;
  outcome.fault = fault;
  return outcome;
}

TEST(Outcome, NoStatusIsASuccessByItself) {
  for (const int status : {200, 201, 202, 204}) {
    EXPECT_EQ(net::delivered(net::judge(answered(status))).kind, Became::unknown) << status;
    EXPECT_EQ(net::delivered(net::judge(answered(status), Says::done)).kind, Became::sent) << status;
    EXPECT_EQ(net::delivered(net::judge(answered(status), Says::never, "x")).kind, Became::permanent)
        << status;
  }
  // Nor is a mark behind a status that says otherwise.
  EXPECT_EQ(net::judge(answered(502), Says::done).kind, Kind::unclear);
  EXPECT_EQ(net::judge(answered(302), Says::done).kind, Kind::later);
}

TEST(Outcome, EachStatusMeansOneThing) {
  struct Row {
    int status;
    Became once, harmless;
    const char* reason;
  };
  for (const Row& row :
       {Row{302, Became::retry, Became::retry, "redirected"},
        Row{400, Became::permanent, Became::permanent, "bad_request"},
        Row{401, Became::refused, Became::refused, "not_authorised"},
        Row{403, Became::permanent, Became::permanent, "forbidden"},
        Row{404, Became::permanent, Became::permanent, "not_found"},
        Row{407, Became::retry, Became::retry, "proxy"}, Row{408, Became::retry, Became::retry, "too_slow"},
        Row{421, Became::retry, Became::retry, "in_between"},
        Row{413, Became::permanent, Became::permanent, "too_big"},
        Row{429, Became::retry, Became::retry, "too_many"},
        Row{500, Became::unknown, Became::retry, "server_error"},
        Row{501, Became::permanent, Became::permanent, "switched_off"},
        Row{502, Became::unknown, Became::retry, "server_error"},
        Row{503, Became::unknown, Became::retry, "server_error"},
        Row{504, Became::unknown, Became::retry, "server_error"},
        Row{511, Became::retry, Became::retry, "in_between"}}) {
    const net::Verdict verdict = net::judge(answered(row.status));
    EXPECT_EQ(net::delivered(verdict).kind, row.once) << row.status;
    EXPECT_EQ(net::delivered(verdict, true).kind, row.harmless) << row.status;
    EXPECT_EQ(verdict.reason, row.reason);
  }
}

// Traefik, nginx, a firewall: what waits must not be thrown away because of what they say of another's
// server.
TEST(Outcome, WhatAnotherSaysIsNoWordOfThePlatforms) {
  const auto said = [](int status, std::string body, Says says = Says::nothing) {
    net::HttpOutcome outcome = answered(status);
    outcome.reply.body = std::move(body);
    return net::judge(outcome, says, "x");
  };
  for (const char* page :
       {"404 page not found\n", "<html>Blocked</html>", "\r\n <!DOCTYPE html>", "default backend - 404"})
    for (const int status : {400, 403, 404, 405, 410, 421, 501}) {
      EXPECT_EQ(net::delivered(said(status, page)).kind, Became::retry) << status << page;
      EXPECT_EQ(said(status, page, Says::never).reason, "in_between") << status << page;
      EXPECT_EQ(said(status, page, Says::perhaps).kind, Kind::later) << status << page;
    }
  // Where a platform always has words of its own, none are another's, too: a gateway's JSON, or an empty
  // answer.
  for (const char* words : {"", "{\"message\":\"no Route matched\"}"}) {
    EXPECT_EQ(said(404, words, Says::foreign).kind, Kind::later) << words;
    EXPECT_EQ(said(200, words, Says::foreign).reason, "no_mark") << words;
    EXPECT_EQ(said(503, words, Says::foreign).reason, "server_error") << words;
    EXPECT_EQ(said(429, words, Says::foreign).reason, "too_many") << words;
  }
  EXPECT_EQ(said(401, "<html></html>").kind, Kind::refused);
  EXPECT_EQ(said(413, "<html></html>").kind, Kind::never);
  EXPECT_EQ(said(429, "<html></html>").reason, "too_many");
  for (const int status : {200, 500, 502, 503}) EXPECT_EQ(said(status, "<html></html>").kind, Kind::unclear);
  EXPECT_EQ(said(503, "<html></html>", Says::later).kind, Kind::later);
  // A platform's own.
  for (const char* own : {"", "{\"id\":\"no such post\"}", "channel_not_found", "\n[1, 2]"})
    EXPECT_EQ(said(404, own).kind, Kind::never) << own;
}

TEST(Outcome, WhatDidNotLeaveIsTriedAgain) {
  for (const net::Fault fault : {net::Fault::dns, net::Fault::tcp, net::Fault::proxy, net::Fault::tls}) {
    const runtime::Delivered became = net::delivered(net::judge(broken(false, fault)));
    EXPECT_EQ(became.kind, Became::retry);
    EXPECT_EQ(became.reason, "not_reached");
    EXPECT_GE(became.after, 15s);
  }
  EXPECT_EQ(net::judge(broken(false, net::Fault::call)).kind, Kind::never);
  EXPECT_EQ(net::delivered(net::judge(broken(true, net::Fault::http))).kind, Became::unknown);
  EXPECT_EQ(net::judge(broken(true, net::Fault::http)).reason, "no_answer");
  EXPECT_EQ(net::delivered(net::judge(broken(true, net::Fault::http)), true).kind, Became::retry);
}

TEST(Outcome, ACertificateThatNobodyVouchesForIsWaitedFor) {
  net::HttpOutcome outcome = broken(false, net::Fault::tls);
  for (const long verified : {10L, 1L}) {  // it has run out; it is another site's
    outcome.error = net::untrusted(verified);
    EXPECT_EQ(net::judge(outcome).kind, Kind::unsent) << "nothing has left";
    const runtime::Delivered became = net::delivered(net::judge(outcome));
    EXPECT_EQ(became.kind, Became::refused);
    EXPECT_EQ(became.reason, "not_trusted");
  }
}

TEST(Outcome, AStatusCountsThoughTheBodyIsBroken) {
  net::HttpOutcome torn = broken(true, net::Fault::http);
  torn.status_known = true;
  torn.reply.status = 429;
  EXPECT_EQ(net::judge(torn).kind, Kind::later);
  torn.reply.status = 200;
  EXPECT_EQ(net::judge(torn, Says::done).kind, Kind::unclear);
  // Whose no it is nobody can tell.
  for (const int status : {400, 403, 404, 410, 501}) {
    torn.reply.status = status;
    EXPECT_EQ(net::delivered(net::judge(torn)).kind, Became::retry) << status;
  }
  torn.reply.status = 401;
  EXPECT_EQ(net::judge(torn).kind, Kind::refused);
  torn.reply.status = 413;
  EXPECT_EQ(net::judge(torn).kind, Kind::never);
}

TEST(Outcome, WaitsAsLongAsItIsAsked) {
  const std::pair<const char*, std::chrono::seconds> rows[] = {{"7", 7s},
                                                               {"0", 1s},
                                                               {"-5", 30s},
                                                               {"58.7", 59s},
                                                               {"0.37", 1s},
                                                               {"3.0", 3s},
                                                               {"99999", 3'600s},
                                                               {"99999999999999999999", 3'600s},
                                                               {"soon", 30s},
                                                               {"30s", 30s},
                                                               {".", 30s},
                                                               {"7.", 30s},
                                                               {"1e3", 30s},
                                                               {"", 30s},
                                                               {"Wed, 21 Oct 2026 07:29:15 GMT", 75s},
                                                               {"Wed, 21 Oct 2026 07:20:00 GMT", 1s},
                                                               {"Thu, 22 Oct 2026 07:28:00 GMT", 3'600s}};
  for (const auto& [value, wait] : rows) {
    const net::Headers headers{{"Date", "Wed, 21 Oct 2026 07:28:00 GMT"}, {"Retry-After", value}};
    EXPECT_EQ(net::wait_asked(headers), wait) << value;
    EXPECT_EQ(net::judge(answered(429, headers)).after, wait) << value;
  }
  EXPECT_EQ(net::wait_asked({{"Retry-After", "Wed, 21 Oct 2026 07:29:15 GMT"}}), 30s);
  EXPECT_EQ(net::judge(answered(503, {{"Retry-After", "9"}}), Says::later, "maintenance").after, 9s);
}

}  // namespace
}  // namespace net_test
