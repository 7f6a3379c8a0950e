#include "adapters/net/virtual_hosts.hpp"

#include <gtest/gtest.h>

#include <boost/asio/co_spawn.hpp>
#include <boost/asio/io_context.hpp>
#include <boost/asio/use_future.hpp>

namespace {

net::Request to(const std::vector<std::string>& hosts) {
  net::Request request;
  request.method = "GET";
  request.path = "/s/abc";
  for (const std::string& host : hosts) request.headers.add("Host", host);
  return request;
}

net::HttpHandler says(const std::string& words) {
  return [words](net::Request request) -> boost::asio::awaitable<net::Response> {
    co_return net::Response(200, words + " " + request.path);
  };
}

net::Response answer(const net::VirtualHosts& hosts, net::Request request) {
  boost::asio::io_context io;
  const net::HttpHandler handler = hosts.handler();
  auto answered = boost::asio::co_spawn(io, handler(std::move(request)), boost::asio::use_future);
  io.run();
  return answered.get();
}

TEST(VirtualHosts, KnowAHostByItsNameWhateverPortAndLetters) {
  EXPECT_EQ(net::host_of(to({"fjordvik.example"})), "fjordvik.example");
  EXPECT_EQ(net::host_of(to({"Fjordvik.Example:8443"})), "fjordvik.example");
  EXPECT_EQ(net::host_of(to({"fjordvik.example."})), "fjordvik.example");
  EXPECT_EQ(net::host_of(to({"[::1]:80"})), "::1");
  for (const char* none : {"", "a b", "fjordvik.example/nordvik", "a@fjordvik.example", "fjordvik.example:x"})
    EXPECT_EQ(net::host_of(to({none})), "") << none;
  EXPECT_EQ(net::host_of(to({})), "");
  EXPECT_EQ(net::host_of(to({"a.example", "a.example"})), "") << "two could be read in two ways";
}

TEST(VirtualHosts, HandARequestToWhoeverHasItsHost) {
  net::VirtualHosts hosts;
  hosts.set("fjordvik.example", says("fjordvik"));
  hosts.set("nordvik.example", says("nordvik"));
  EXPECT_EQ(answer(hosts, to({"fjordvik.example"})).body, "fjordvik /s/abc");
  EXPECT_EQ(answer(hosts, to({"NORDVIK.example:8443"})).body, "nordvik /s/abc");
  EXPECT_EQ(answer(hosts, to({"sorvik.example"})).status, 421);
  EXPECT_EQ(answer(hosts, to({"vik.example"})).status, 421);
  EXPECT_EQ(answer(hosts, to({})).status, 400);
  EXPECT_EQ(answer(hosts, to({"fjordvik.example", "nordvik.example"})).status, 400);
  hosts.set("fjordvik.example", says("another"));
  EXPECT_EQ(answer(hosts, to({"fjordvik.example"})).body, "another /s/abc");
  hosts.remove("fjordvik.example");
  EXPECT_EQ(answer(hosts, to({"fjordvik.example"})).status, 421);
  EXPECT_EQ(answer(hosts, to({"nordvik.example"})).body, "nordvik /s/abc");
}

}  // namespace
