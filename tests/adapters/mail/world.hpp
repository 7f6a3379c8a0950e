#pragma once
// A relay that takes letters, people who have addresses, and an adapter between them on a clock that stands.

#include <memory>
#include <string>
#include <utility>
#include <vector>

#include "adapters/mail/adapter.hpp"
#include "tests/adapters/mail/fake_smtp.hpp"
#include "tests/adapters/net/fixture.hpp"
#include "tests/support/store_fixture.hpp"

namespace mail_test {

struct StandingClock final : core::Clock {
  core::Instant now() const override { return support::at("2026-11-09T08:00:00Z"); }
};

class LetterTest : public net_test::NetTest {
 protected:
  LetterTest() {
    core::Person kari;
    kari.id = core::PersonId("kari-id");
    kari.workspace = "pages";
    kari.user = "kari";
    kari.name = "Kari Nes";
    kari.email = "Kari@kommune.example";
    core::Person odd = kari;  // whose address no relay takes
    odd.id = core::PersonId("odd-id");
    odd.user = "odd";
    odd.email = "bjørn@kommune.example";
    core::Person far = kari;  // whose domain has letters of its own
    far.id = core::PersonId("far-id");
    far.user = "far";
    far.email = "berit@Øygarden.kommune.example";
    people = std::make_shared<const core::Directory>(std::vector{kari, odd, far}, std::vector<core::Group>{});
    timing.now = [] { return net::Ticks{0}; };
  }

  mail::Options options() const {
    mail::Options out;
    out.workspace = "epost";
    out.relay = {"127.0.0.1", relay.port(), net::SmtpRelay::Security::none, "", "", "fjordvik.example"};
    out.from = out.bounces_to = "refleks@fjordvik.example";
    out.from_name = "Refleks";
    out.organisation = "Fjordvik kommune";
    out.limit = std::chrono::seconds(10);
    return out;
  }
  std::unique_ptr<mail::Mail> make(mail::Options with, runtime::Links* pages = nullptr) {
    return mail::make_mail(
        io.get_executor(), std::move(with), [this] { return people; }, pages, clock, timing);
  }
  runtime::Delivered deliver(mail::Mail& adapter, core::Message message, std::string to) {
    runtime::Delivery delivery;
    delivery.key = "invitation:s1@kari+mail";
    delivery.to = {"epost", core::Destination::Kind::person, std::move(to)};
    delivery.message = std::move(message);
    runtime::Delivered out;
    const auto one = [&](runtime::Delivery what) -> boost::asio::awaitable<void> {
      out = co_await adapter.deliver(std::move(what));
    };
    run(one(std::move(delivery)));
    return out;
  }

  FakeSmtp relay;
  std::shared_ptr<const core::Directory> people;
  StandingClock clock;
  net::Timing timing;
};

}  // namespace mail_test
