#pragma once
// JSON from outside, read once and where it stands: no tree is made of it, which costs ten times as much.
// What is wrong with it anywhere, also where nobody looks, refuses all of it: broken letters, escapes and
// numbers, a depth over the limit, and a name that stands twice in one object, which two readers could read
// in two ways.

#include <array>
#include <cstdint>
#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <string_view>

#include "bot/runtime/json.hpp"

namespace runtime {

// A value in a JsonText, which outlives it. Empty where there is none, and all questions may be asked of
// that.
class JsonView {
 public:
  JsonView() = default;
  explicit operator bool() const { return there_; }

  bool is_object() const;
  bool is_array() const;
  bool is_text() const;
  bool is_null() const;  // it is there, and null
  bool is_true() const;
  // Empty where it is no text.
  std::string_view text() const;
  std::optional<std::int64_t> integer() const;
  std::optional<bool> flag() const;

  // The member of an object, the first item of a list.
  JsonView at(std::string_view name) const;
  JsonView first() const;
  std::string text_at(std::string_view name) const { return std::string(at(name).text()); }

  // Of a list, in order; of an object, as they stand in the text.
  void each(const std::function<void(JsonView)>& take) const;
  void each_member(const std::function<void(std::string_view name, JsonView)>& take) const;

 private:
  friend class JsonText;
  friend struct JsonWords;
  std::array<std::uintptr_t, 2> words_{};  // the library's own value, which stays in the .cpp
  bool there_ = false;
};

// Holds what was read. The bytes that it was read into are wiped with it: they may hold a ballot. One thread.
class JsonText {
 public:
  // Throws nothing but bad_alloc.
  explicit JsonText(std::string_view text, JsonLimits limits = {});
  ~JsonText();
  JsonText(const JsonText&) = delete;
  JsonText& operator=(const JsonText&) = delete;

  // Empty where it was refused.
  JsonView root() const { return root_; }

 private:
  struct Reader;
  std::unique_ptr<Reader> reader_;
  std::size_t size_ = 0;
  JsonView root_;
};

}  // namespace runtime
