#include "bot/runtime/platform.hpp"

#include <algorithm>
#include <iterator>

namespace runtime {
namespace {

template <class T>
std::vector<T> those_in(const std::string& workspace, const std::vector<T>& all) {
  std::vector<T> found;
  std::copy_if(all.begin(), all.end(), std::back_inserter(found),
               [&](const T& each) { return each.workspace == workspace; });
  return found;
}

}  // namespace

std::vector<core::Person> Organisation::people_in(const std::string& workspace) const {
  return those_in(workspace, people);
}

std::vector<core::Group> Organisation::groups_in(const std::string& workspace) const {
  return those_in(workspace, groups);
}

bool is_hexadecimal(std::string_view text, std::size_t digits) {
  return text.size() == digits && text.find_first_not_of("0123456789abcdefABCDEF") == text.npos;
}

boost::asio::awaitable<Findings> Platform::examine(AdapterServices) const {
  co_return Findings();
}

}  // namespace runtime
