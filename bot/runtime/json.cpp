#include "bot/runtime/json.hpp"

#include <nlohmann/json.hpp>
#include <stdexcept>

namespace runtime {
namespace {

using Json = nlohmann::json;

// The library's own builder, which stops where a value lies too deep.
class BoundedBuilder : public nlohmann::detail::json_sax_dom_parser<Json> {
  using Base = nlohmann::detail::json_sax_dom_parser<Json>;

 public:
  BoundedBuilder(Json& into, std::size_t depth) : Base(into, false), left_(depth) {}
  bool start_object(std::size_t size) { return enter() && Base::start_object(size); }
  bool end_object() { return leave() && Base::end_object(); }
  bool start_array(std::size_t size) { return enter() && Base::start_array(size); }
  bool end_array() { return leave() && Base::end_array(); }

 private:
  bool enter() { return left_ > 0 && left_-- > 0; }
  bool leave() { return ++left_ > 0; }
  std::size_t left_;
};

}  // namespace

Json parse_json(std::string_view text, JsonLimits limits) {
  Json json(Json::value_t::discarded);
  if (text.size() > limits.bytes) return json;
  BoundedBuilder builder(json, limits.depth);
  if (!Json::sax_parse(text, &builder)) json = Json(Json::value_t::discarded);
  return json;  // never copied: it may hold a ballot, which its reader wipes
}

Json require_json(std::string_view text) {
  Json json = parse_json(text);
  if (json.is_discarded()) throw std::invalid_argument("this is no JSON");
  return json;
}

}  // namespace runtime
