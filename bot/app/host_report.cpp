#include "bot/app/host_report.hpp"

#include <boost/asio/steady_timer.hpp>
#include <iterator>
#include <nlohmann/json.hpp>
#include <utility>

namespace app {
namespace {

using Json = nlohmann::json;

// One that waits for a database that is held takes longer, and is told as what it is.
constexpr std::chrono::seconds longest_report{10};

}  // namespace

struct HostReport::Waiting {
  Waiting(boost::asio::any_io_executor executor, std::vector<Control::Told> whom, Json found)
      : told(std::move(whom)), said(std::move(found)), limit(std::move(executor), longest_report) {
    for (const char* what : {"started", "reloaded"})
      for (const Json& name : said.value(what, Json::array())) begun.insert(name.get<std::string>());
  }
  std::vector<Control::Told> told;
  Json said;
  std::set<std::string> begun;  // and not at rest
  boost::asio::steady_timer limit;
};

HostReport::HostReport(boost::asio::any_io_executor executor, Look look)
    : executor_(std::move(executor)), look_(std::move(look)) {}
HostReport::~HostReport() = default;

void HostReport::tell(std::vector<Control::Told> told, Json said) {
  waiting_.emplace_back(executor_, std::move(told), std::move(said));
  const auto one = std::prev(waiting_.end());
  one->limit.async_wait([this, one](boost::system::error_code error) {
    if (error) return;
    finish(*one, look_());
    waiting_.erase(one);
  });
  look();
}

void HostReport::look() {
  if (waiting_.empty()) return;
  const auto all = look_();
  for (auto one = waiting_.begin(); one != waiting_.end();) {
    std::erase_if(one->begun, [&](const std::string& name) {
      const auto found = all.find(name);
      return found == all.end() || found->second.reached;
    });
    if (!one->begun.empty()) {
      ++one;
      continue;
    }
    finish(*one, all);
    one = waiting_.erase(one);
  }
}

void HostReport::finish(Waiting& one, const std::map<std::string, Rest>& all) {
  if (!one.said.contains("error")) {
    one.said["wrong"] = Json::object();
    for (const auto& [name, rest] : all)
      if (!rest.wrong.empty()) one.said["wrong"][name] = rest.wrong;
    one.said["under_way"] = one.begun;
  }
  for (const Control::Told& told : std::exchange(one.told, {})) told(one.said);
}

}  // namespace app
