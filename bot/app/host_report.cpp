#include "bot/app/host_report.hpp"

#include <boost/asio/steady_timer.hpp>
#include <nlohmann/json.hpp>
#include <utility>

namespace app {
namespace {

using Json = nlohmann::json;

}  // namespace

struct HostReport::Waiting {
  Waiting(boost::asio::any_io_executor executor, std::vector<Control::Told> whom, Json found,
          std::chrono::milliseconds patience)
      : told(std::move(whom)), said(std::move(found)), limit(std::move(executor), patience) {
    for (const char* what : {"started", "reloaded"})
      for (const Json& name : said.value(what, Json::array())) begun.insert(name.get<std::string>());
  }
  std::vector<Control::Told> told;
  Json said;
  std::set<std::string> begun;  // and not at rest
  boost::asio::steady_timer limit;
};

HostReport::HostReport(boost::asio::any_io_executor executor, Look look, std::chrono::milliseconds limit)
    : executor_(std::move(executor)), look_(std::move(look)), limit_(limit) {}
HostReport::~HostReport() = default;

void HostReport::tell(std::vector<Control::Told> told, Json said) {
  const auto& one =
      waiting_.emplace_back(std::make_shared<Waiting>(executor_, std::move(told), std::move(said), limit_));
  // What has run out and stands in the queue comes as if nothing was, also where it is cancelled meanwhile.
  one->limit.async_wait([this, known = std::weak_ptr(one)](boost::system::error_code error) {
    const auto still = known.lock();
    if (error || !still) return;
    finish(*still, look_());
    waiting_.remove(still);
  });
  look();
}

void HostReport::look() {
  if (waiting_.empty()) return;
  const auto all = look_();
  for (auto one = waiting_.begin(); one != waiting_.end();) {
    Waiting& waiting = **one;
    std::erase_if(waiting.begun, [&](const std::string& name) {
      const auto found = all.find(name);
      return found == all.end() || found->second.reached;
    });
    if (!waiting.begun.empty()) {
      ++one;
      continue;
    }
    finish(waiting, all);
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
