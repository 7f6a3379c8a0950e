#pragma once
// How the operator's commands speak with the running service: a Unix socket in the data folder, which only
// the service's user (and root) can open. One request a connection, a line of JSON, and one line as the
// answer.

#include <boost/asio/any_io_executor.hpp>
#include <filesystem>
#include <functional>
#include <memory>
#include <nlohmann/json_fwd.hpp>
#include <optional>
#include <string_view>

namespace app {

class Control {
 public:
  using Told = std::function<void(nlohmann::json answer)>;
  // Called on the I/O thread, and `told` too, once; dropped, the asker hears that the service ended.
  using Answer = std::function<void(nlohmann::json request, Told told)>;
  // Listens at once: nobody else serves this folder, so what an earlier process left there goes. What
  // `answer` throws is told as {"error": words}. Throws std::exception where the folder can hold no socket.
  // I/O thread.
  Control(boost::asio::any_io_executor executor, const std::filesystem::path& data, Answer answer);
  ~Control();
  Control(const Control&) = delete;
  Control& operator=(const Control&) = delete;

 private:
  struct Parts;
  std::shared_ptr<Parts> parts_;
};

// What every version answers to a request that it does not know.
inline constexpr std::string_view does_not_know =
    "this service does not know how to do that: is it of another version?";

// Asks the service of this data folder; nothing: none answers there. Throws std::runtime_error with words
// when this user may not, when it ends before it has answered, and when the answer is an "error"; after an
// upgrade a service that was not restarted may not know the request.
std::optional<nlohmann::json> ask_service(const std::filesystem::path& data, const nlohmann::json& request);

}  // namespace app
