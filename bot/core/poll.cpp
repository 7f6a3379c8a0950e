#include "bot/core/poll.hpp"

#include "bot/core/session.hpp"

namespace core {

std::string_view code(Poll::Purpose purpose) {
  switch (purpose) {
    case Poll::Purpose::command:
      return "command";
    case Poll::Purpose::topic:
      return "topic";
    case Poll::Purpose::checkout:
      return "checkout";
  }
  return "";
}

std::string_view code(Poll::State state) {
  switch (state) {
    case Poll::State::planned:
      return "planned";
    case Poll::State::open:
      return "open";
    case Poll::State::closed:
      return "closed";
    case Poll::State::cancelled:
      return "cancelled";
    case Poll::State::lost:
      return "lost";
  }
  return "";
}

std::string_view code(Question::Kind kind) {
  switch (kind) {
    case Question::Kind::choice:
      return "choice";
    case Question::Kind::choices:
      return "choices";
    case Question::Kind::scale:
      return "scale";
    case Question::Kind::text:
      return "text";
  }
  return "";
}

std::string_view code(Session::State state) {
  switch (state) {
    case Session::State::planned:
      return "planned";
    case Session::State::held:
      return "held";
    case Session::State::cancelled:
      return "cancelled";
  }
  return "";
}

}  // namespace core
