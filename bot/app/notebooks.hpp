#pragma once
// The notebooks of a daemon's adapters: read before the engine has a thread, written by errands of the
// engine.

#include <functional>
#include <map>
#include <memory>
#include <string>

#include "bot/runtime/adapter.hpp"
#include "bot/runtime/engine.hpp"

namespace app {

class Bot;

class Notebooks {
 public:
  // Reads those of `adapters`, by workspace. `ask` hands an errand to the engine and is called by keep()
  // alone. All given outlive it, and it outlives the adapters' last call; what would be told after it has
  // gone is dropped. I/O thread.
  Notebooks(Bot& bot, const std::map<std::string, runtime::Adapter*>& adapters,
            std::function<void(runtime::Errand)> ask);
  ~Notebooks();
  // Has each adapter read its own. Throws what they throw.
  void open(const std::map<std::string, runtime::Adapter*>& adapters);

 private:
  const std::shared_ptr<bool> open_ = std::make_shared<bool>(true);
  std::map<std::string, std::unique_ptr<runtime::Notebook>> books_;
};

}  // namespace app
