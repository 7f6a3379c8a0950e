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

void AdapterServices::add_living(const std::string& workspace, std::vector<std::string>& asked,
                                 std::vector<std::string>& channels, CalledBy& called_by) const {
  const auto now = people ? people() : nullptr;
  if (!now) return;
  const auto add = [](std::vector<std::string>& all, const std::string& id) {
    if (!id.empty() && std::find(all.begin(), all.end(), id) == all.end()) all.push_back(id);
  };
  for (const core::Person& person : now->people()) {
    if (person.workspace != workspace) continue;
    add(asked, person.user);
    called_by[person.user] = person.name;
  }
  for (const core::Group& group : now->groups()) {
    if (group.workspace != workspace) continue;
    add(channels, group.channel);
    called_by[group.channel] = group.name;
  }
}

bool is_hexadecimal(std::string_view text, std::size_t digits) {
  return text.size() == digits && text.find_first_not_of("0123456789abcdefABCDEF") == text.npos;
}

boost::asio::awaitable<Findings> Platform::examine(AdapterServices) const {
  co_return Findings();
}

}  // namespace runtime
