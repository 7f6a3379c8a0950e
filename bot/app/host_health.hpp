#pragma once
// What watchers are told of a process with many organisations (docs/monitoring). I/O thread.

#include <map>
#include <memory>
#include <string>

#include "bot/app/tenant.hpp"

namespace app {

class HostHealth {
 public:
  // /live, /ready, /ready/<organisation>, /owner/<organisation>, /metrics, where health.listen says so;
  // nothing without it. Listens at once, answers from look() on. All given outlive this. Throws as Health.
  HostHealth(boost::asio::any_io_executor executor, const Config& shared,
             const std::map<std::string, std::shared_ptr<Tenant>>& tenants);
  ~HostHealth();
  HostHealth(const HostHealth&) = delete;
  HostHealth& operator=(const HostHealth&) = delete;

  // After each look into the folder. `trouble`: it has not been read yet, so nobody knows who might be
  // missing; then only /live is well. Empty: it has been.
  void look(std::string trouble);

 private:
  struct Parts;
  std::unique_ptr<Parts> parts_;
};

}  // namespace app
