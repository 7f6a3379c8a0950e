#pragma once
// One organisation, alive: its clock, store, boxes, engine, chats and pages. Alone in a process (serve.cpp)
// or beside others (host.cpp), with which it shares threads and the listener, and nothing that holds data.

#include <boost/asio/any_io_executor.hpp>
#include <boost/asio/awaitable.hpp>
#include <functional>
#include <memory>
#include <string>

#include "adapters/net/http_server.hpp"
#include "bot/app/config.hpp"
#include "bot/app/figures.hpp"
#include "bot/app/reload.hpp"

namespace app {

class Turnstile;
class Watchdog;

class Organisation {
 public:
  struct Place {
    boost::asio::any_io_executor io;       // one thread
    boost::asio::any_io_executor readers;  // beside the engine, one thing at a time
    boost::asio::any_io_executor patient;  // likewise, for what nobody waits for: digests and copies
    Turnstile& deliveries;                 // through which they begin
    std::string program;                   // its version, for those who ask
    std::string name;                      // in the log; empty: alone in the process
    bool own_listener = true;              // false: what holds it hands in requests
    ReadConfig read;                       // how its file is read anew
    Watchdog* watchdog = nullptr;          // null: nobody waits to take over
  };
  // All on the I/O thread; may be empty.
  struct Told {
    std::function<void()> opened;                   // it serves; once
    std::function<void()> turned;                   // the engine came back from a turn
    std::function<void(int status)> ended;          // after stop(), or 1: the database cannot be used; once
    std::function<void(const Reloaded&)> reloaded;  // after each reading of its file
  };

  // Makes the chats and listens, so that a bad port or key is known at start. I/O thread. `config` outlives
  // it. Throws what start-up throws.
  Organisation(const Config& config, Place place, Told told);
  // After close(). What is still under way on the I/O thread must never run: the process has ended, or its
  // executor is closed (Enclosure).
  ~Organisation();
  Organisation(const Organisation&) = delete;
  Organisation& operator=(const Organisation&) = delete;

  // Opens the store and brings it up to date, which may take minutes. Once, on any thread, before begin().
  // Throws storage::Error, std::runtime_error.
  void open_store();
  // The engine starts; after its first turn it serves. Once. I/O thread. Throws std::runtime_error.
  void begin();

  // Reads its file anew; `told` once. Nothing before it serves. I/O thread.
  void reload(Reloader::Told told);
  // A request for its host. I/O thread.
  boost::asio::awaitable<net::Response> answer(net::Request request);
  // Takes nothing new and lets what is under way end, for eight seconds at most; then `ended`. Before that
  // the open boxes go to the machine that waits, where there is one (leaving.hpp). I/O thread.
  void stop();
  // After `ended`: nobody is answered any more. I/O thread.
  void hang_up();
  // After hang_up(): ends the engine. Waits for its turn. Any thread.
  void close();
  // After close(), when the readers have done what they were asked: closes the database, which may take a
  // while. Any thread.
  void close_store();

  // For watchers. look(): on `readers`, throws nothing; live(): adds what the I/O thread knows.
  State look() const;
  void live(State& state) const;
  Figures& figures();

 private:
  struct Parts;
  std::unique_ptr<Parts> parts_;
};

}  // namespace app
