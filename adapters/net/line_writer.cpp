#include "adapters/net/line_writer.hpp"

#include <boost/asio/executor_work_guard.hpp>
#include <boost/asio/post.hpp>
#include <boost/asio/thread_pool.hpp>
#include <deque>
#include <exception>
#include <optional>
#include <utility>
#include <vector>

#include "bot/core/log.hpp"

namespace net {

namespace asio = boost::asio;

struct LineWriter::State : std::enable_shared_from_this<State> {
  struct Work {
    bool replaces;
    std::string lines;
    Told told;
  };
  // What goes to the disk at once, and who hears of it.
  struct Batch {
    bool replaces = false;
    std::string lines;
    std::vector<Told> told;
  };

  State(asio::any_io_executor runs_on, LineFile opened)
      : executor(std::move(runs_on)), file(std::move(opened)) {}

  void add(Work work);
  void go_on();
  Batch next();
  std::optional<std::string> write(const Batch& batch);  // what was wrong
  void ended(const Batch& batch, const std::optional<std::string>& wrong);

  asio::any_io_executor executor;
  LineFile file;        // the thread's while one is under way
  bool failed = false;  // likewise: the last one
  std::deque<Work> waiting;
  bool under_way = false;
  std::optional<asio::thread_pool> thread;
};

void LineWriter::State::add(Work work) {
  waiting.push_back(std::move(work));
  if (!under_way) go_on();
}

LineWriter::State::Batch LineWriter::State::next() {
  Batch batch;
  do {
    batch.replaces = waiting.front().replaces;
    batch.lines += waiting.front().lines;
    batch.told.push_back(std::move(waiting.front().told));
    waiting.pop_front();
  } while (!waiting.empty() && !batch.replaces && !waiting.front().replaces);
  return batch;
}

std::optional<std::string> LineWriter::State::write(const Batch& batch) {
  failed = true;
  try {
    if (batch.replaces)
      file.replace(batch.lines);
    else
      file.append(batch.lines);
    failed = false;
    return std::nullopt;
  } catch (const std::exception& error) {
    return error.what();
  }
}

void LineWriter::State::go_on() {
  under_way = true;
  if (!thread) thread.emplace(1);
  // The loop must not end while the thread is about to hand something in.
  auto work = asio::make_work_guard(executor);
  asio::post(*thread, [this, weak = weak_from_this(), batch = next(), work = std::move(work)]() mutable {
    auto wrong = write(batch);  // the writer joins this thread before it goes
    auto tell = [weak = std::move(weak), batch = std::move(batch), wrong = std::move(wrong)] {
      if (const auto self = weak.lock()) self->ended(batch, wrong);
    };
    asio::post(work.get_executor(), std::move(tell));
  });
}

void LineWriter::State::ended(const Batch& batch, const std::optional<std::string>& wrong) {
  under_way = false;
  std::deque<Work> lost;
  if (wrong) {
    core::log(core::Level::error, "lines could not be written and are lost", *wrong);
    lost.swap(waiting);
  }
  if (!waiting.empty()) go_on();
  for (const Told& told : batch.told) told(!wrong);
  for (const Work& work : lost) work.told(false);
}

LineWriter::LineWriter(asio::any_io_executor executor, LineFile file)
    : state_(std::make_shared<State>(std::move(executor), std::move(file))) {}

LineWriter::~LineWriter() {
  if (state_->thread) state_->thread->join();
  while (!state_->waiting.empty() && !state_->failed) state_->write(state_->next());
}

void LineWriter::append(std::string line, Told told) {
  line += '\n';
  state_->add({false, std::move(line), std::move(told)});
}

void LineWriter::replace(std::string lines, Told told) {
  state_->add({true, std::move(lines), std::move(told)});
}

}  // namespace net
