#pragma once
// Of several servers of one place, which is asked first.

#include <string>
#include <utility>
#include <vector>

namespace storage::postgres {

class Hosts {
 public:
  struct Host {
    std::string name, port;  // "": the usual one
    std::string address;     // numeric; "": wherever the name leads
    bool operator==(const Host&) const = default;
  };

  Hosts() = default;
  // As libpq takes them: "a,b,c", and a port for each, one for all, or none; addresses likewise.
  Hosts(const std::string& hosts, const std::string& ports, const std::string& addresses = {});

  bool several() const { return all_.size() > 1; }
  void answered(const Host& host);     // first from now on
  void fell_silent(const Host& host);  // last
  // Of a server of one of these, at one of its name's addresses: the least is asked first.
  std::pair<std::size_t, std::size_t> rank(const Host& server) const;
  const std::vector<Host>& all() const { return all_; }

  // Whether it may be the same: what is said of neither or of one alone is no difference. libpq says the port
  // and the address it has used, also where none was asked for.
  static bool same(const Host& one, const Host& other);

 private:
  std::vector<Host> all_;
  std::vector<std::string> good_;  // addresses that have answered, the last first
};

}  // namespace storage::postgres
