#include "bot/runtime/json_text.hpp"

#include <simdjson.h>
#include <string.h>

#include <algorithm>
#include <bit>
#include <set>
#include <vector>

namespace runtime {

using simdjson::dom::element;

static_assert(sizeof(element) == sizeof(std::array<std::uintptr_t, 2>));

// The library's value in a view's words, and back.
struct JsonWords {
  static JsonView view(element value) {
    JsonView view;
    view.words_ = std::bit_cast<std::array<std::uintptr_t, 2>>(value);
    view.there_ = true;
    return view;
  }
  static element value(const JsonView& view) { return std::bit_cast<element>(view.words_); }
};

namespace {

constexpr std::size_t kept_bytes = 64 * 1024;  // of a reader: an ordinary message needs a few thousand
constexpr std::size_t kept_readers = 2;        // a message, and the text in it that is one again

// The names of one object: few, in nearly all.
class Names {
 public:
  bool is_new(std::string_view name) {
    const auto here = few_.begin() + static_cast<std::ptrdiff_t>(std::min(count_, few_.size()));
    if (std::find(few_.begin(), here, name) != here) return false;
    if (count_++ < few_.size()) {
      few_[count_ - 1] = name;
      return true;
    }
    return many_.insert(name).second;
  }

 private:
  std::array<std::string_view, 16> few_;
  std::size_t count_ = 0;
  std::set<std::string_view> many_;
};

// No name twice in one object, and nothing deeper than `left` lists and objects.
bool is_clear(element value, std::size_t left) {
  if (value.is_array()) {
    if (left == 0) return false;
    for (const element item : simdjson::dom::array(value))
      if (!is_clear(item, left - 1)) return false;
  } else if (value.is_object()) {
    if (left == 0) return false;
    Names names;
    for (const auto& field : simdjson::dom::object(value))
      if (!names.is_new(field.key) || !is_clear(field.value, left - 1)) return false;
  }
  return true;
}

}  // namespace

struct JsonText::Reader {
  simdjson::dom::parser parser;
  std::vector<char> bytes;
  std::size_t depth = 0;

  static std::vector<std::unique_ptr<Reader>>& spare() {
    thread_local std::vector<std::unique_ptr<Reader>> readers;
    return readers;
  }

  element read(std::string_view text, std::size_t most) {
    bytes.resize(std::max(bytes.size(), text.size() + simdjson::SIMDJSON_PADDING));
    std::copy(text.begin(), text.end(), bytes.begin());
    if (depth != most || parser.capacity() < text.size()) {
      const std::size_t room = std::max({text.size(), parser.capacity(), std::size_t{4096}});
      // The library's depth counts no empty lists: is_clear() looks again.
      if (parser.allocate(room, most + 1) != simdjson::SUCCESS) throw std::bad_alloc();
      depth = most;
    }
    return parser.parse(bytes.data(), text.size(), false);  // throws where it is no JSON
  }

  void wipe(std::size_t size) {
    explicit_bzero(bytes.data(), std::min(bytes.size(), size));
    // Each text there has five bytes more than its letters, and at least three in what was read.
    constexpr std::size_t end = 64;
    if (parser.doc.string_buf)
      explicit_bzero(parser.doc.string_buf.get(), std::min(parser.doc.capacity(), size) * 5 / 3 + end);
  }
};

JsonText::JsonText(std::string_view text, JsonLimits limits) {
  if (text.empty() || text.size() > limits.bytes) return;
  auto& spare = Reader::spare();
  if (spare.empty()) {
    reader_ = std::make_unique<Reader>();
  } else {
    reader_ = std::move(spare.back());
    spare.pop_back();
  }
  size_ = text.size();
  try {
    const element read = reader_->read(text, limits.depth);
    if (is_clear(read, limits.depth)) root_ = JsonWords::view(read);
  } catch (const simdjson::simdjson_error&) {
    root_ = JsonView();
  }
}

JsonText::~JsonText() {
  if (!reader_) return;
  reader_->wipe(size_);
  auto& spare = Reader::spare();
  if (spare.size() < kept_readers && reader_->bytes.size() <= kept_bytes) spare.push_back(std::move(reader_));
}

bool JsonView::is_object() const {
  return there_ && JsonWords::value(*this).is_object();
}
bool JsonView::is_array() const {
  return there_ && JsonWords::value(*this).is_array();
}
bool JsonView::is_text() const {
  return there_ && JsonWords::value(*this).is_string();
}
bool JsonView::is_null() const {
  return there_ && JsonWords::value(*this).is_null();
}
bool JsonView::is_true() const {
  return flag().value_or(false);
}

std::string_view JsonView::text() const {
  std::string_view words;
  if (there_ && JsonWords::value(*this).get(words) == simdjson::SUCCESS) return words;
  return {};
}

std::optional<std::int64_t> JsonView::integer() const {
  std::int64_t number = 0;
  if (there_ && JsonWords::value(*this).get(number) == simdjson::SUCCESS) return number;
  return std::nullopt;
}

std::optional<bool> JsonView::flag() const {
  bool value = false;
  if (there_ && JsonWords::value(*this).get(value) == simdjson::SUCCESS) return value;
  return std::nullopt;
}

JsonView JsonView::at(std::string_view name) const {
  element found;
  if (is_object() && JsonWords::value(*this).at_key(name).get(found) == simdjson::SUCCESS)
    return JsonWords::view(found);
  return {};
}

JsonView JsonView::first() const {
  element found;
  if (is_array() && JsonWords::value(*this).at(0).get(found) == simdjson::SUCCESS)
    return JsonWords::view(found);
  return {};
}

void JsonView::each(const std::function<void(JsonView)>& take) const {
  if (is_array())
    for (const element item : simdjson::dom::array(JsonWords::value(*this))) take(JsonWords::view(item));
}

void JsonView::each_member(const std::function<void(std::string_view, JsonView)>& take) const {
  if (is_object())
    for (const auto& field : simdjson::dom::object(JsonWords::value(*this)))
      take(field.key, JsonWords::view(field.value));
}

}  // namespace runtime
