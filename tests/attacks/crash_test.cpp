// T5, T6: the process is killed at every step of saving and closing; the machine forgets its memory.

#include <soci/soci.h>
#include <sys/wait.h>
#include <unistd.h>

#include <csignal>

#include "bot/core/failpoint.hpp"
#include "tests/attacks/world.hpp"

namespace {

using namespace attacks;

int steps_left = 0;
void kill_at_step(std::string_view) {
  if (--steps_left == 0) ::raise(SIGKILL);
}

// One poll with five answers, and as many ideas; then, in a process of its own, two more of each, the close
// and the night, killed at step `step`. `acknowledged` and `with_idea` are those who got a receipt.
struct Killed {
  World world;
  core::Message ask;
  std::vector<std::string> acknowledged{home.begin(), home.begin() + 5}, with_idea = acknowledged;
  bool died = false;

  explicit Killed(int step) {
    ask = world.open(R"(avstemning "Hvorfor?" fritekst til 14:00)");
    for (const std::string& user : acknowledged) {
      world.write(user, ask, "zlife " + user);
      world.idea(user, "zidea " + user);
    }
    world.bot.stop();
    int ends[2];
    if (::pipe(ends) != 0) throw std::runtime_error("no pipe");
    const pid_t child = ::fork();
    if (child == 0) {
      core::install_failpoint_hook(kill_at_step);
      steps_left = step;
      world.bot.begin();
      for (const char index : {'\5', '\6'}) {
        const std::string& user = home[static_cast<std::size_t>(index)];
        if (world.write(user, ask, "zlife " + user).whisper && ::write(ends[1], &index, 1) != 1) ::_exit(2);
        const char idea = static_cast<char>(index + 10);
        const auto put = world.idea(user, "zidea " + user);
        if (put.errors.empty() && ::write(ends[1], &idea, 1) != 1) ::_exit(2);
      }
      world.bot.advance("2026-11-10T03:00:00Z");
      ::_exit(0);
    }
    ::close(ends[1]);
    for (char index = 0; ::read(ends[0], &index, 1) == 1;)
      (index < 10 ? acknowledged : with_idea).push_back(home[static_cast<std::size_t>(index % 10)]);
    ::close(ends[0]);
    int status = 0;
    ::waitpid(child, &status, 0);
    died = WIFSIGNALED(status);
    if (!died && WEXITSTATUS(status) != 0) throw std::runtime_error("the process failed by itself");
    world.bot.begin();
    world.bot.advance("2026-11-10T04:00:00Z");
  }
};

TEST(Attack, T05_KilledAtAnyStepNothingIsLostAndOneResultIsMade) {
  int step = 1;
  for (;; ++step) {
    Killed run(step);
    storage::Database reader(run.world.data / "refleks.db", storage::Database::Use::reader);
    for (const std::string& user : run.acknowledged) {
      int stored = 0;
      const std::string body = "zlife " + user;
      reader.sql() << "SELECT count(*) FROM result_text WHERE body = :body", soci::use(body),
          soci::into(stored);
      EXPECT_EQ(stored, 1) << user << ", killed at step " << step;
    }
    for (const std::string& user : run.with_idea) {
      int stored = 0;
      const std::string body = "zidea " + user;
      reader.sql() << "SELECT count(*) FROM idea WHERE body = :body", soci::use(body), soci::into(stored);
      EXPECT_EQ(stored, 1) << "the idea of " << user << ", killed at step " << step;
    }
    int results = 0, closed = 0;
    reader.sql() << "SELECT count(*) FROM outbox WHERE message_key LIKE 'result:%'", soci::into(results);
    reader.sql() << "SELECT count(*) FROM poll WHERE state = 'closed' AND disclosed = 1", soci::into(closed);
    EXPECT_EQ(results, 1) << "killed at step " << step;
    EXPECT_EQ(closed, 1) << "killed at step " << step;
    for (const char* words : {"zlife", "zidea"})
      EXPECT_FALSE(holds(run.world.bot.box.path(), words)) << "a box is left, killed at step " << step;
    EXPECT_FALSE(holds(run.world.bot.box.path() / "ballots", ".box")) << "killed at step " << step;
    if (!run.died || ::testing::Test::HasFailure()) break;
  }
  EXPECT_GT(step, 20) << "so many steps there are at least";
}

// What everybody hears and gets after a reboot in which the box was lost. Those in `answered` had answered.
std::string after_reboot(const std::vector<std::string>& answered) {
  World world;
  const auto ask = world.open(R"(avstemning "Hva trenger vi?" "Tid" "Ro" til 14:00)");
  for (const std::string& user : answered) world.bot.press(user, buttons(ask).front());
  for (const std::string& user : answered) world.idea(user, "zreboot " + user);
  world.bot.stop();
  std::filesystem::remove_all(world.bot.box / "ballots");
  std::filesystem::remove_all(world.bot.box / "ideas");
  {
    storage::Database database(world.data / "refleks.db");
    database.sql() << "UPDATE meta SET value = 'another run of the machine' WHERE name = 'idea_box.boot'";
    database.sql() << "UPDATE poll SET boot = 'another run of the machine'";
  }
  world.bot.forget();
  world.bot.begin();
  std::string all;
  for (const Said& one : world.bot.said) all += one.delivery.to.id + ": " + wire(one.delivery.message) + "\n";
  for (const Said& one : world.bot.said)
    EXPECT_EQ(one.delivery.to.kind, core::Destination::Kind::channel) << "nobody is told alone";
  EXPECT_HAS(all, text("polls.asked_again"));
  EXPECT_HAS(all, text("ideas.lost"));
  for (const std::string& user : home) all += wire(world.bot.press(user, buttons(ask).front()));
  world.bot.advance("2026-11-09T14:00:00Z");
  return all + world.posted("result:");
}

TEST(Attack, T06_AfterARebootAllAreAskedAgainInTheSameWords) {
  const std::string nobody = after_reboot({});
  EXPECT_EQ(after_reboot({"kari"}), nobody);
  EXPECT_EQ(after_reboot(home), nobody);
  EXPECT_HAS(nobody, "svarte Tid");
}

}  // namespace
