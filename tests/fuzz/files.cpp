// What is read from the disk: payloads of the outbox, boxes, configurations, packs.
#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <nlohmann/json.hpp>
#include <stdexcept>

#include "bot/app/config.hpp"
#include "bot/app/load_packs.hpp"
#include "bot/app/toml_reader.hpp"
#include "bot/core/message.hpp"
#include "bot/runtime/json.hpp"
#include "bot/runtime/payload.hpp"
#include "storage/box_directory.hpp"
#include "storage/box_options.hpp"
#include "storage/record_file.hpp"
#include "tests/fuzz/target.hpp"

namespace fuzz {
namespace {

namespace fs = std::filesystem;

void payload(std::string_view bytes) {
  const nlohmann::json json = runtime::parse_json(bytes);
  try {
    const core::Message message = runtime::message_from_json(json);
    (void)core::plain_text(message);
    if (!(runtime::message_from_json(runtime::to_json(message)) == message)) std::abort();
  } catch (const std::invalid_argument&) {
  }
  try {
    (void)runtime::form_values_from_json(json);
  } catch (const std::invalid_argument&) {
  }
}

// A folder in memory, gone with the process.
class Folder {
 public:
  Folder() {
    std::string name = "/dev/shm/refleks-fuzz-XXXXXX";
    if (!::mkdtemp(name.data())) std::abort();
    path_ = name;
  }
  ~Folder() {
    std::error_code ignored;
    fs::remove_all(path_, ignored);
  }
  storage::BoxOptions options() const {
    storage::BoxOptions options;
    options.directory = path_ / "box";
    return options;
  }

 private:
  fs::path path_;
};

constexpr std::string_view poll_box = "aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa.box", idea_box = "ideas.box";

// The first byte: whose box; whether the rest is the file itself, or records, one a line.
void box(std::string_view bytes) {
  static const Folder folder;
  if (bytes.empty()) return;
  const unsigned how = static_cast<unsigned char>(bytes.front());
  bytes.remove_prefix(1);
  const std::string name(how & 1 ? idea_box : poll_box);
  if (how & 2) {
    (void)storage::make_ballot_boxes(folder.options());  // makes the folder
    std::ofstream(folder.options().directory / name, std::ios::binary) << bytes;
  } else {
    const storage::BoxDirectory directory(folder.options(), "lock");
    if (!directory.refusal().empty()) std::abort();
    std::size_t end = std::min(bytes.find('\n'), bytes.size());
    auto file = storage::RecordFile::create(directory, name, std::string(bytes.substr(0, end)));
    while (end < bytes.size()) {
      bytes.remove_prefix(end + 1);
      end = std::min(bytes.find('\n'), bytes.size());
      file.append(std::string(bytes.substr(0, end)));
    }
  }
  (void)storage::make_ballot_boxes(folder.options());
  (void)storage::make_idea_box(folder.options());
  for (const auto& entry : fs::directory_iterator(folder.options().directory))
    if (entry.path().filename().string().find(".box") != std::string::npos) fs::remove_all(entry.path());
}

void config(std::string_view bytes) {
  const auto nothing = [](const std::string&) -> std::optional<std::string> { return std::nullopt; };
  try {
    (void)app::parse_config(bytes, "refleks.toml", nothing);
  } catch (const app::ConfigError&) {
  }
}

void pack(std::string_view bytes) {
  try {
    (void)app::describe(app::parse_pack(bytes, "pack.toml", "pack"));
  } catch (const app::ConfigError&) {
  }
}

}  // namespace

std::span<const Target> file_targets() {
  static constexpr Target all[] = {{"payload", payload}, {"box", box}, {"config", config}, {"pack", pack}};
  return all;
}

}  // namespace fuzz
