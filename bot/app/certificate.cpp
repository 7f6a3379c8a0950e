#include "bot/app/certificate.hpp"

#include <fmt/format.h>

#include <exception>
#include <utility>

#include "bot/app/clocks.hpp"
#include "bot/core/log.hpp"

namespace app {
namespace {

constexpr std::chrono::seconds between_looks{10};
constexpr std::chrono::days soon{14};

// "https://refleks.kommune.no:8443" -> "refleks.kommune.no"
std::string host_of(const std::string& url) {
  const auto begin = url.find("://");
  std::string host = begin == std::string::npos ? url : url.substr(begin + 3);
  if (host.starts_with('[')) return host.substr(1, host.find(']') - 1);
  return host.substr(0, host.find_first_of(":/"));
}

std::string utc_day(core::Instant instant) {
  return core::to_text(instant).substr(0, 10);
}

}  // namespace

CertificateKeeper::CertificateKeeper(boost::asio::any_io_executor executor, const Chats::Server& server)
    : timer_(std::move(executor)),
      server_(server),
      tls_(std::make_shared<net::TlsServer>(server.certificate, server.key)) {}

void CertificateKeeper::watch() {
  timer_.expires_after(between_looks);
  timer_.async_wait([this](boost::system::error_code cancelled) {
    if (cancelled) return;
    look();
    tell(SystemClock().now());
    watch();
  });
}

void CertificateKeeper::tell(core::Instant now) {
  if (std::exchange(told_on_, utc_day(now)) == utc_day(now)) return;
  for (const runtime::Finding& finding : examine_certificate(server_, now))
    if (finding.kind != runtime::Finding::Kind::good)
      core::log(finding.kind == runtime::Finding::Kind::bad ? core::Level::error : core::Level::warning,
                finding.what, finding.todo);
}

bool CertificateKeeper::look() {
  if (!tls_->changed()) return false;
  try {
    tls_->renew();
    core::log(core::Level::info, "another certificate is shown", server_.certificate.string());
    return true;
  } catch (const std::exception& bad) {
    core::log(core::Level::error, "the new certificate is not taken, the former is shown on", bad.what());
    return false;
  }
}

bool CertificateKeeper::take(const Chats::Server& server) {
  const bool same = server.certificate == server_.certificate && server.key == server_.key;
  if (same && !tls_->changed()) return false;
  tls_->renew(server.certificate, server.key);
  server_ = server;
  told_on_.clear();
  core::log(core::Level::info, "another certificate is shown", server_.certificate.string());
  return true;
}

runtime::Findings examine_certificate(const Chats::Server& server, core::Instant now) {
  using Kind = runtime::Finding::Kind;
  if (server.certificate.empty()) return {};
  const std::string host = host_of(server.public_url);
  net::CertificateLook look;
  try {
    net::TlsServer(server.certificate, server.key);
    look = net::look_at_certificate(server.certificate, host);
  } catch (const std::exception& bad) {
    return {{Kind::bad, bad.what(), "nobody can call us, and the service does not start",
             "put certificate and key in their places"}};
  }
  runtime::Findings all;
  if (look.from > now)
    all.push_back({Kind::bad, "the certificate is good from " + utc_day(look.from) + " on only",
                   "browsers and chats refuse it", "wait, or look at the machine's clock"});
  else if (look.until <= now)
    all.push_back({Kind::bad, "the certificate has run out on " + utc_day(look.until),
                   "browsers and chats refuse it", "renew it; the service takes new files by itself"});
  else if (look.until < now + soon)
    all.push_back({Kind::note, "the certificate runs out on " + utc_day(look.until),
                   "what renews it should have done so", "renew it; the service takes new files by itself"});
  if (!host.empty() && !look.names_host)
    all.push_back({Kind::bad, fmt::format("the certificate is for {}, and not for {}", look.names, host),
                   "browsers and chats refuse it", "get one for the name in server.public_url"});
  if (all.empty())
    all.push_back({Kind::good,
                   "the certificate is for " + look.names + ", and good until " + utc_day(look.until),
                   {},
                   {}});
  return all;
}

}  // namespace app
