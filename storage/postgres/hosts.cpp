#include "storage/postgres/hosts.hpp"

#include <algorithm>

namespace storage::postgres {
namespace {

std::vector<std::string> parts_of(const std::string& list) {
  std::vector<std::string> parts(1);
  for (const char c : list) {
    if (c == ',')
      parts.emplace_back();
    else
      parts.back() += c;
  }
  return parts;
}

// libpq says the port it has used, also where none was asked for.
bool same(const Hosts::Host& ours, const Hosts::Host& said) {
  return ours.first == said.first &&
         (ours.second.empty() || said.second.empty() || ours.second == said.second);
}

}  // namespace

Hosts::Hosts(const std::string& hosts, const std::string& ports) {
  const auto names = parts_of(hosts), numbers = parts_of(ports);
  for (std::size_t i = 0; i < names.size(); ++i)
    all_.emplace_back(names[i], numbers.size() == 1 ? numbers[0] : i < numbers.size() ? numbers[i] : "");
}

void Hosts::answered(const Host& host) {
  std::ranges::stable_partition(all_, [&](const Host& one) { return same(one, host); });
}

void Hosts::fell_silent(const Host& host) {
  std::ranges::stable_partition(all_, [&](const Host& one) { return !same(one, host); });
}

void Hosts::leave_out(const Host& host) {
  std::erase_if(all_, [&](const Host& one) { return same(one, host); });
}

std::string Hosts::hosts() const {
  std::string list;
  for (const Host& one : all_) list += (&one == all_.data() ? "" : ",") + one.first;
  return list;
}

std::string Hosts::ports() const {
  if (std::ranges::all_of(all_, [](const Host& one) { return one.second.empty(); })) return {};
  std::string list;
  for (const Host& one : all_) list += (&one == all_.data() ? "" : ",") + one.second;
  return list;
}

}  // namespace storage::postgres
