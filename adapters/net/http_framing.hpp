// What the server decides about a message without touching a socket. Private to http_server.cpp and
// http_session.cpp.
#pragma once

#include <string>

#include "adapters/net/http.hpp"
#include "adapters/net/http_parser.hpp"

namespace net {

constexpr int whole = 0;  // nothing to refuse: the parser holds a good request
constexpr int gone = -1;  // the peer has left; nobody to tell

// The status to refuse with.
int refusal_of(boost::system::error_code parse_error);

// The status to refuse a whole message with, or `whole`. Catches what Beast's parser lets through although
// RFC 9112 does not, and what would let two servers see different requests in the same bytes. A whole
// address as target is taken apart, into path and Host.
int refusal_of(RequestParser& request);

// RFC 6455 4.2.1: sixteen bytes in base64.
bool has_websocket_key(const Headers& headers);

// A fixed answer of the server's own: "<status> <reason>".
Response plain(int status);

// False for a response that the server must not write: an unknown status, a header of the server's own, or
// one that would split the message.
bool may_send(const Response& response);

bool carries_body(int status);

// Status line and header fields, with the empty line behind them.
std::string head_of(const Response& response, bool keep_alive, bool http_1_1);

// Moves the parsed request out. Call once.
Request take(RequestParser& parser, const std::string& peer, const std::string& source);

}  // namespace net
