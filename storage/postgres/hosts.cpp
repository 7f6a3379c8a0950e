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

}  // namespace

Hosts::Hosts(const std::string& hosts, const std::string& ports, const std::string& addresses) {
  const auto names = parts_of(hosts), numbers = parts_of(ports), places = parts_of(addresses);
  for (std::size_t i = 0; i < std::max(names.size(), places.size()); ++i) {
    const std::string address = i < places.size() ? places[i] : "", name = i < names.size() ? names[i] : "";
    all_.push_back({name.empty() ? address : name,
                    numbers.size() == 1  ? numbers[0]
                    : i < numbers.size() ? numbers[i]
                                         : "",
                    address});
  }
}

bool Hosts::same(const Host& one, const Host& other) {
  const auto agree = [](const std::string& a, const std::string& b) {
    return a.empty() || b.empty() || a == b;
  };
  return one.name == other.name && agree(one.port, other.port) && agree(one.address, other.address);
}

std::pair<std::size_t, std::size_t> Hosts::rank(const Host& server) const {
  const auto host = std::ranges::find_if(all_, [&](const Host& one) { return same(one, server); });
  const auto good = std::ranges::find(good_, server.address);
  return {host - all_.begin(), good - good_.begin()};
}

void Hosts::answered(const Host& host) {
  std::erase(good_, host.address);
  if (!host.address.empty()) good_.insert(good_.begin(), host.address);
  std::ranges::stable_partition(all_, [&](const Host& one) { return same(one, host); });
}

void Hosts::fell_silent(const Host& host) {
  std::erase(good_, host.address);
  std::ranges::stable_partition(all_, [&](const Host& one) { return !same(one, host); });
}

}  // namespace storage::postgres
