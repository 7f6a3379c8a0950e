// Beast reads at most 8 kB of a server's answer to a WebSocket upgrade, and servers behind gateways send
// more. Private to websocket.cpp.
#pragma once

#include <memory>

#include "adapters/net/stream.hpp"

namespace net {

// `stream`, but of the first HTTP head that comes only the fields of the upgrade reach the reader. A head
// over 64 kB, and one that is not HTTP, is an error of that read.
std::unique_ptr<Stream> make_short_head(std::unique_ptr<Stream> stream);

}  // namespace net
