#pragma once
// A message, or none, that many hold and nobody changes: all who answer a poll are told the same one. Who
// wants to say more changes a copy. Threads may hold the same message at the same time.

#include <memory>
#include <optional>

#include "bot/core/message.hpp"

namespace core {

class SharedMessage {
 public:
  SharedMessage() = default;
  SharedMessage(std::nullopt_t) {}
  SharedMessage(Message message) : message_(std::make_shared<Message>(std::move(message))) {}

  explicit operator bool() const { return message_ != nullptr; }
  bool has_value() const { return message_ != nullptr; }
  const Message& operator*() const { return *message_; }
  const Message* operator->() const { return message_.get(); }
  // Throws std::bad_optional_access where there is none.
  const Message& value() const { return message_ ? *message_ : throw std::bad_optional_access(); }
  Message value_or(Message otherwise) const { return message_ ? *message_ : std::move(otherwise); }
  operator std::optional<Message>() const { return message_ ? std::optional(*message_) : std::nullopt; }

  // One of its own, to be changed. There must be one.
  Message& own() { return *(message_ = std::make_shared<Message>(*message_)); }

  bool operator==(const SharedMessage& other) const {
    return message_ == other.message_ || (message_ && other.message_ && *message_ == *other.message_);
  }

 private:
  std::shared_ptr<Message> message_;
};

}  // namespace core
