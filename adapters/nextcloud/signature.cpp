#include "adapters/nextcloud/signature.hpp"

#include "adapters/net/hmac.hpp"

namespace nextcloud {
namespace {

constexpr std::size_t least_random = 32, most_random = 256;

}  // namespace

std::string sign(std::string_view secret, std::string_view random, std::string_view message) {
  return net::to_hex(net::hmac_sha256(secret, {random, message}));
}

bool is_signed(const net::Request& request, std::string_view secret) {
  constexpr const char* random_header = "X-Nextcloud-Talk-Random";
  constexpr const char* signature_header = "X-Nextcloud-Talk-Signature";
  if (request.headers.count(random_header) != 1 || request.headers.count(signature_header) != 1) return false;
  const std::string_view random = request.headers.get(random_header);
  if (secret.empty() || random.size() < least_random || random.size() > most_random) return false;
  return net::equal_in_constant_time(sign(secret, random, request.body),
                                     net::lower_case(request.headers.get(signature_header)));
}

}  // namespace nextcloud
