#include "bot/runtime/platform.hpp"

#include <set>

namespace runtime {

void AdapterServices::add_living(const std::string& workspace, std::vector<std::string>& asked,
                                 std::vector<std::string>& channels, CalledBy& called_by) const {
  const auto now = people ? people() : nullptr;
  if (!now) return;
  const auto adding = [](std::vector<std::string>& all) {
    return [&all, known = std::set<std::string>(all.begin(), all.end())](const std::string& id) mutable {
      if (!id.empty() && known.insert(id).second) all.push_back(id);
    };
  };
  auto ask = adding(asked), add_channel = adding(channels);
  for (const core::Person& person : now->people()) {
    if (person.workspace != workspace) continue;
    ask(person.user);
    called_by[person.user] = person.name;
  }
  for (const core::Group& group : now->groups()) {
    if (group.workspace != workspace) continue;
    add_channel(group.channel);
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
