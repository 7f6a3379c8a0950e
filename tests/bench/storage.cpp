// Votes a second of one engine's database work: bench_storage PLACE... (a path, :memory:, or an address of
// PostgreSQL; scripts/postgres has one in $REFLEKS_TEST_POSTGRES). Each vote is a savepoint with what an
// openly named answer costs; "64" are in one transaction. A new schema or file is needed each time.

#include <chrono>
#include <cstdio>
#include <string>

#include "storage/database.hpp"
#include "storage/stores.hpp"
#include "tests/support/store_fixture.hpp"

namespace {

using Clock = std::chrono::steady_clock;

struct Bench {
  explicit Bench(const std::string& place) : database(place) {
    stores.people->apply({anne}, {support::group("a", {anne})});
    core::Poll poll = support::poll("p", true);
    stores.polls->add(poll);
    stores.polls->set_open(poll.id, 1, "boot");
  }
  void vote() {
    const std::string id = std::to_string(++count);
    database.savepoint();
    stores.seen->first_time("sandbox", id, day);
    stores.polls->find(core::PollId("p"));
    stores.polls->put_named(core::PollId("p"), anne.id, support::ballot(count % 2, "Fordi"));
    stores.outbox->add({"k" + id,
                        {"sandbox", core::Destination::Kind::person, "U-anne"},
                        support::message("Takk"),
                        true,
                        false,
                        runtime::OutboxRow::State::waiting,
                        support::at("2026-11-24T12:00:00Z"),
                        0,
                        ""});
    stores.outbox->first({"sandbox", core::Destination::Kind::person, "U-anne"}, false);
    stores.agenda->put({"j" + id, "kind", "p", support::at("2026-11-24T12:00:00Z"), true});
    database.release();
  }
  void measure(const char* name, int in_one, int votes) {
    const auto begun = Clock::now();
    for (int done = 0; done < votes; done += in_one) {
      database.begin();
      for (int i = 0; i < in_one; ++i) vote();
      database.commit();
    }
    const std::chrono::duration<double> took = Clock::now() - begun;
    std::printf("  %s votes a transaction: %.0f votes/s, %.2f ms a transaction\n", name, votes / took.count(),
                took.count() * 1000 * in_one / votes);
  }

  const core::Person anne = support::person("anne");
  const core::Date day{std::chrono::year{2026} / 11 / 24};
  storage::Database database;
  storage::Stores stores = storage::open_stores(database);
  int count = 0;
};

}  // namespace

int main(int count, char** words) {
  for (int i = 1; i < count; ++i) {
    Bench bench(words[i]);
    std::printf("%s\n", storage::postgres::is_place(words[i]) ? "server" : words[i]);
    bench.measure("1", 1, 500);
    bench.measure("64", 64, 1920);
  }
}
