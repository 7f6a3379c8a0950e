#pragma once
// Reading JSON that somebody else wrote, where anything may be missing or of another kind.

#include <nlohmann/json_fwd.hpp>
#include <string>

namespace net {

// The member of an object; null where there is none, and where `json` is no object.
const nlohmann::json& member(const nlohmann::json& json, const char* key);
// The text there; empty where there is none.
std::string text_at(const nlohmann::json& json, const char* key);

// To send or store: without spaces, and with a mark in place of what is no UTF-8.
std::string bytes_of(const nlohmann::json& json);

}  // namespace net
