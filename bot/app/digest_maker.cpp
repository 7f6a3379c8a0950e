#include "bot/app/digest_maker.hpp"

#include <sys/resource.h>

#include <algorithm>
#include <atomic>
#include <boost/asio/post.hpp>
#include <boost/asio/steady_timer.hpp>
#include <deque>
#include <iterator>
#include <optional>
#include <utility>

#include "bot/app/chats.hpp"
#include "bot/core/log.hpp"
#include "storage/database.hpp"
#include "storage/stores.hpp"

namespace app {
namespace {

constexpr std::size_t groups_at_once = 5'000, handful = 32;
constexpr std::chrono::milliseconds longest_pause{2'000};

// Where a core is wanted by somebody who waits, this thread waits (on Linux `0` is the thread that asks). Of
// threads for what nobody waits for; one that may not say so goes on as it is.
void come_last() {
  constexpr int nicest = 19;
  static_cast<void>(::setpriority(PRIO_PROCESS, 0, nicest));
}

// On the readers' thread. The connection is made for a pass alone: one a week.
std::vector<digests::Made> read_portion(const std::string& place, const core::Directory& people,
                                        const digests::Portion& leaders, core::Date monday,
                                        const core::Zone& zone, bool has_page) {
  come_last();
  storage::Database database(place, storage::Database::Use::reader);
  const auto store = storage::make_digest_store(database);
  const storage::Snapshot snapshot(database.connection());
  return digests::made_for(*store, people, leaders, monday, zone, has_page);
}

}  // namespace

struct DigestMaker::State : std::enable_shared_from_this<State> {
  using Length = std::chrono::nanoseconds;
  explicit State(Parts given) : parts(std::move(given)), timer(parts.executor) {
    if (!parts.now) parts.now = [] { return Length(std::chrono::steady_clock::now().time_since_epoch()); };
  }

  Parts parts;
  std::atomic<bool> at_work = false;
  // On the executor.
  boost::asio::steady_timer timer;
  std::shared_ptr<const core::Directory> people;
  core::Date monday{};
  std::deque<digests::Portion> portions;
  std::deque<digests::Made> made;
  bool all_done = true, begun = false;
  std::optional<core::Date> next;

  void ask(core::Date of) {
    if (begun && of == monday) return;
    next = of;
    if (begun) return;
    all_done = true;
    begin();
  }
  void begin() {
    if (!next || !parts.people()) return;  // people_known() comes
    people = parts.people();
    begun = true;
    monday = *std::exchange(next, std::nullopt);
    const auto all = digests::portions_of(*people, groups_at_once);
    portions.assign(all.begin(), all.end());
    read();
  }

  void after_a_pause(Length pause, std::function<void()> go_on) {
    if (parts.after) return parts.after(pause, std::move(go_on));
    timer.expires_after(pause);
    timer.async_wait([self = shared_from_this(), go_on = std::move(go_on)](boost::system::error_code error) {
      if (!error) go_on();
    });
  }

  void read() {
    if (portions.empty()) return finish();
    boost::asio::post(parts.readers, [self = shared_from_this(), portion = std::move(portions.front())] {
      std::vector<digests::Made> all;
      bool failed = false;
      try {
        all = read_portion(self->parts.database, *self->people, portion, self->monday,
                           core::Zone::named(self->parts.config.organisation.zone),
                           self->parts.config.chats && self->parts.config.chats->pages);
      } catch (const std::exception& error) {
        core::log(core::Level::error, "digests could not be read; they are read again", error.what());
        failed = true;
      }
      boost::asio::post(self->parts.executor, [self, failed, all = std::move(all)]() mutable {
        if (failed) self->all_done = false;
        std::erase_if(all, [](const digests::Made& each) { return each.message.blocks.empty(); });
        std::ranges::move(all, std::back_inserter(self->made));
        self->hand_over();
      });
    });
    portions.pop_front();
  }

  void hand_over() {
    if (made.empty()) return read();
    std::vector<digests::Made> some;
    for (; !made.empty() && some.size() < handful; made.pop_front()) some.push_back(std::move(made.front()));
    runtime::Errand errand;
    errand.work = [self = shared_from_this(), some = std::move(some)](core::Context& context) {
      self->parts.bot.post_digests(context, some);
    };
    errand.told = [self = shared_from_this(), begun = parts.now()](bool done) {
      if (!done) self->all_done = false;
      // What it took counts the engine's other work before it: who is busy is left in peace.
      const Length took = self->parts.now() - begun;
      self->after_a_pause(std::min<Length>(took * self->parts.share, longest_pause),
                          [self] { self->hand_over(); });
    };
    parts.ask(std::move(errand));
  }

  void finish() {
    people.reset();
    if (next) return begin();
    const auto over = [self = shared_from_this()](bool) {
      self->begun = false;
      if (self->next) return self->begin();
      self->at_work = false;
      self->parts.ended();
    };
    if (!all_done) return over(false);
    parts.ask(
        {[self = shared_from_this()](core::Context& context) { self->parts.bot.all_digests_posted(context); },
         over});
  }
};

DigestMaker::DigestMaker(Parts parts) : state_(std::make_shared<State>(std::move(parts))) {}
DigestMaker::~DigestMaker() = default;

void DigestMaker::make(core::Date monday) {
  state_->at_work = true;
  boost::asio::post(state_->parts.executor, [state = state_, monday] { state->ask(monday); });
}

void DigestMaker::people_known() {
  if (!state_->begun) state_->begin();
}

bool DigestMaker::at_work() const {
  return state_->at_work;
}

}  // namespace app
