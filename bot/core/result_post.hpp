#pragma once
// How the post is known by which a group is told what a poll came to.

#include <string>
#include <string_view>

#include "bot/core/ids.hpp"

namespace core {

// Its key begins so; behind it stands the poll's id. Stored, also in SQL (STORAGE_OF_RESULT).
inline constexpr std::string_view result_post = "result:";

inline std::string result_key(const PollId& poll) {
  return std::string(result_post) + poll.text;
}

}  // namespace core
