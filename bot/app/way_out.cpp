#include "bot/app/way_out.hpp"

#include <fmt/format.h>

#include <boost/asio/ip/address.hpp>
#include <stdexcept>

#include "bot/core/ascii.hpp"

namespace app {
namespace {

constexpr std::string_view directly = "none";

net::Proxies proxy_at(const std::string& text) {
  if (text == directly) return {};
  if (text.find('@') != text.npos)
    throw std::invalid_argument(
        "a name and a password do not belong here: net.proxy_user and net.proxy_password_file hold them");
  return net::Proxies(text, text, "", fmt::format("\"{}\"", text));
}

bool is_number(std::string_view text, int most) {
  const auto number = core::ascii::number<int>(text);
  return number && *number >= 0 && *number <= most;
}

// "*", "kommune.no", ".kommune.no", "10.0.0.0/8", "chat.kommune.no:8443", "[fd00::1]:443".
bool is_left_out(std::string_view entry) {
  boost::system::error_code no_address;
  if (const auto slash = entry.find('/'); slash != entry.npos) {
    boost::asio::ip::make_address(entry.substr(0, slash), no_address);
    return !no_address && is_number(entry.substr(slash + 1), 128);
  }
  boost::asio::ip::make_address(entry, no_address);
  if (!no_address) return true;
  if (const auto colon = entry.rfind(':'); colon != entry.npos) {
    if (!is_number(entry.substr(colon + 1), 65'535)) return false;
    entry = entry.substr(0, colon);
  }
  if (entry.starts_with('[') && entry.ends_with(']')) {
    boost::asio::ip::make_address(entry.substr(1, entry.size() - 2), no_address);
    return !no_address;
  }
  return core::ascii::is_name(entry, ".-_*");
}

std::string left_out(const Section& section) {
  std::string list;
  for (const Section::Item& item : section.texts("no_proxy")) {
    if (is_left_out(item.text))
      list += (list.empty() ? "" : ",") + item.text;
    else
      section.problem("no_proxy", fmt::format("\"{}\" is no name, address or network", item.text), item.line);
  }
  return list;
}

}  // namespace

std::shared_ptr<const net::Proxies> read_way_out(const Section& section, const std::filesystem::path& folder,
                                                 const Environment& environment) {
  const auto found = section.read<net::Proxies>("proxy", proxy_at);
  const std::string list = left_out(section);
  const auto user = section.text("proxy_user");
  const auto password = secret(section, "proxy_password", folder, environment);
  if (!found) {
    for (const char* key : {"no_proxy", "proxy_user", "proxy_password_file", "proxy_password_env"})
      if (section.has(key) && !section.has("proxy"))
        section.conflict(key, "without net.proxy this says nothing; the environment's proxy has its own");
    return nullptr;
  }
  const bool with_password = section.has("proxy_password_file") || section.has("proxy_password_env");
  if (with_password && !user)
    section.conflict("proxy", "net.proxy_user is missing; the password alone is no use");
  auto proxies = std::make_shared<net::Proxies>(*found);
  proxies->leave_out(list);
  if (user) proxies->sign_in(*user, password.value_or(""));
  return proxies;
}

const net::Proxies& take_way_out(const Config& config) {
  if (config.proxies) net::set_house_proxies(*config.proxies);
  return net::house_proxies();
}

std::string way_out_in_words(const Config& config, const net::Proxies& proxies) {
  const char* from = config.proxies ? "net.proxy" : "the environment";
  if (proxies.none())
    return fmt::format("calls go out directly: {}", config.proxies
                                                        ? "net.proxy says so"
                                                        : "no proxy is named, neither in net.proxy "
                                                          "nor in the environment");
  return fmt::format("calls go out through the proxy {} ({})", proxies.in_words(), from);
}

}  // namespace app
