#pragma once
// Of several servers of one place, which is asked first.

#include <string>
#include <utility>
#include <vector>

namespace storage::postgres {

class Hosts {
 public:
  using Host = std::pair<std::string, std::string>;  // name, port ("": the usual one)

  Hosts() = default;
  // As libpq takes them: "a,b,c", and a port for each, one for all, or none.
  Hosts(const std::string& hosts, const std::string& ports);

  bool several() const { return all_.size() > 1; }
  void answered(const Host& host);     // first from now on
  void fell_silent(const Host& host);  // last
  void leave_out(const Host& host);
  const std::vector<Host>& all() const { return all_; }
  std::string hosts() const;
  std::string ports() const;  // empty where none has one

 private:
  std::vector<Host> all_;
};

}  // namespace storage::postgres
