#pragma once
// What an organisation runs on where several share a thread: everything that is done for it, and nothing
// after its end.

#include <boost/asio/any_io_executor.hpp>
#include <boost/asio/prefer.hpp>
#include <boost/asio/query.hpp>
#include <boost/asio/require.hpp>
#include <exception>
#include <memory>
#include <string>
#include <utility>

#include "bot/app/process.hpp"
#include "bot/core/log.hpp"

namespace app {

// Work given to its executors runs on theirs: with the organisation's name before each line of the log; what
// throws ends alone. Once closed, what still waits is dropped without being run, as when the process ends:
// so the objects it is about may be destroyed. Any thread; close() on the thread on which such work runs, or
// when none does.
class Enclosure {
 public:
  explicit Enclosure(std::string name) : state_(std::make_shared<State>(std::move(name))) {}
  boost::asio::any_io_executor around(boost::asio::any_io_executor inner) const {
    return Executor(std::move(inner), state_);
  }
  // Runs to its end even when the enclosure is closed: for threads that are joined.
  boost::asio::any_io_executor named(boost::asio::any_io_executor inner) const {
    return Executor(std::move(inner), std::make_shared<State>(state_->name));
  }
  void close() { state_->closed = true; }
  const std::string& name() const { return state_->name; }

 private:
  struct State {
    explicit State(std::string of) : name(std::move(of)) {}
    const std::string name;
    bool closed = false;
  };

  class Executor {
   public:
    Executor(boost::asio::any_io_executor inner, std::shared_ptr<State> state)
        : inner_(std::move(inner)), state_(std::move(state)) {}

    template <class Property>
    requires boost::asio::can_query<const boost::asio::any_io_executor&, Property>::value auto query(
        const Property& property) const
        -> decltype(boost::asio::query(std::declval<const boost::asio::any_io_executor&>(), property)) {
      return boost::asio::query(inner_, property);
    }
    template <class Property>
    requires boost::asio::can_require<const boost::asio::any_io_executor&, Property>::value Executor
    require(const Property& property)
    const { return Executor(boost::asio::require(inner_, property), state_); }
    template <class Property>
    requires boost::asio::can_prefer<const boost::asio::any_io_executor&, Property>::value Executor
    prefer(const Property& property)
    const { return Executor(boost::asio::prefer(inner_, property), state_); }
    template <class Work>
    void execute(Work work) const {
      inner_.execute([state = state_, work = std::move(work)]() mutable {
        if (state->closed) return;
        const core::LogName scope(state->name);
        try {
          std::move(work)();
        } catch (const std::exception&) {
          log_what_escaped();
        }
      });
    }
    friend bool operator==(const Executor& a, const Executor& b) noexcept {
      return a.state_ == b.state_ && a.inner_ == b.inner_;
    }
    friend bool operator!=(const Executor& a, const Executor& b) noexcept { return !(a == b); }

   private:
    boost::asio::any_io_executor inner_;
    std::shared_ptr<State> state_;
  };

  std::shared_ptr<State> state_;
};

}  // namespace app
