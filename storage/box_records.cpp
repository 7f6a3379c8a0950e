#include "storage/box_records.hpp"

#include <sodium.h>
#include <nlohmann/json.hpp>

namespace storage {

using nlohmann::json;

void cleanse(json& value) {
  if (value.is_string()) {
    cleanse(value.get_ref<std::string&>());
  } else if (value.is_structured()) {
    for (auto& part : value) cleanse(part);
  } else {
    value = nullptr;
  }
}

void cleanse(core::Ballot& ballot) {
  for (auto& answer : ballot) {
    cleanse(answer.text);
    sodium_memzero(answer.picks.data(), answer.picks.size() * sizeof(int));
  }
  ballot.clear();
}

std::string record_of(json value) {
  std::string record = value.dump(-1, ' ', false, json::error_handler_t::replace);
  cleanse(value);
  return record;
}

int forget_set_aside(const BoxDirectory& directory, core::Instant before) {
  if (!directory.refusal().empty()) return 0;
  const auto old = directory.aside_before(before);
  for (const auto& name : old) RecordFile::destroy_set_aside(directory, name);
  return static_cast<int>(old.size());
}

}  // namespace storage
