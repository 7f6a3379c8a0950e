// What the server and the sessions of its connections share. Private to http_server.cpp and http_session.cpp.
#pragma once

#include <boost/asio/steady_timer.hpp>

#include "adapters/net/http_connection.hpp"
#include "adapters/net/http_framing.hpp"
#include "adapters/net/http_server.hpp"

namespace net {

struct HttpServer::Core : std::enable_shared_from_this<Core> {
  static constexpr std::size_t request_read_bytes = 8 * 1024;  // one read takes an ordinary webhook whole

  Core(boost::asio::any_io_executor runs_on, HttpServerOptions&& given, HttpHandler&& handles);

  void report(std::string_view code) const;

  // http_server.cpp: who comes in, who goes, and when it ends.
  boost::asio::awaitable<void> accept_loop();
  void admit(std::unique_ptr<Stream> stream);
  bool is_proxy(const std::string& address) const;
  bool make_room(const std::string& newcomer, bool among_its_own);
  void sweep();
  void ended(const std::shared_ptr<Connection>& connection, std::exception_ptr failure);
  void ask_to_end();
  void cut();
  bool all_ended() const { return !accepting && connections.empty(); }

  // http_session.cpp: one connection, from its first byte to its last.
  boost::asio::awaitable<void> serve(std::shared_ptr<Connection> connection);
  boost::asio::awaitable<void> refuse(std::shared_ptr<Connection> connection);
  void name_source(Connection& connection, const Headers& headers) const;
  boost::asio::awaitable<int> read_request(Connection& connection, RequestParser& parser);
  boost::asio::awaitable<bool> write_response(Connection& connection, Response response, bool keep,
                                              bool head_only, bool http_1_1);
  boost::asio::awaitable<Response> answer(Request request);
  boost::asio::awaitable<void> run_websocket(Connection& connection, const WebSocketRoute& route,
                                             Request request);
  const WebSocketRoute* websocket_route(const RequestParser& parser, const Request& request) const;
  std::optional<Response> refusal(const WebSocketRoute& route, const Request& request) const;

  boost::asio::any_io_executor executor;
  HttpServerOptions options;
  HttpHandler handler;
  Listener listener;
  Endpoint endpoint;
  boost::asio::steady_timer pause;        // between accepts when descriptors ran out
  boost::asio::steady_timer sweep_timer;  // one for all connections: a request costs no timer
  boost::asio::steady_timer finished;     // stop() waits on it; the last one out cancels it
  std::chrono::steady_clock::duration sweep_every{};
  Connections connections;
  std::size_t leaving = 0;     // of these: not counted any more
  std::size_t being_told = 0;  // of those: with a 503
  bool accepting = false;
  bool sweeping = false;
  bool stopping = false;
  bool cutting = false;
};

}  // namespace net
