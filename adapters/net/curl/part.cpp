// The way into refleks_curl.so.

#include "adapters/net/curl/functions.hpp"

namespace net {
namespace {

constexpr CurlFunctions all_functions{
    &curl_global_init,     &curl_easy_init,        &curl_easy_setopt,         &curl_easy_getinfo,
    &curl_easy_perform,    &curl_easy_cleanup,     &curl_easy_strerror,       &curl_multi_init,
    &curl_multi_setopt,    &curl_multi_add_handle, &curl_multi_remove_handle, &curl_multi_socket_action,
    &curl_multi_info_read, &curl_multi_cleanup,    &curl_slist_append,        &curl_slist_free_all,
    &curl_getdate};

}  // namespace
}  // namespace net

extern "C" {
__attribute__((visibility("default"))) const net::CurlFunctions* refleks_curl() {
  return &net::all_functions;
}
}
