#include "bot/app/page_commands.hpp"

#include <fmt/format.h>
#include <fmt/ostream.h>
#include <unistd.h>

#include <cerrno>
#include <cstdio>
#include <fstream>
#include <nlohmann/json.hpp>
#include <stdexcept>

#include "adapters/net/descriptor.hpp"
#include "adapters/net/private_file.hpp"
#include "bot/app/audit.hpp"
#include "bot/app/control.hpp"
#include "bot/app/drawn.hpp"
#include "bot/app/noted.hpp"
#include "bot/app/pages.hpp"
#include "bot/app/places.hpp"
#include "bot/app/table_files.hpp"
#include "bot/features/digests/overview.hpp"
#include "storage/stores.hpp"

namespace app {
namespace {

// How many of the groups are read; nothing where nobody looks.
digests::Progress progress_on_terminal() {
  if (::isatty(STDERR_FILENO) == 0) return {};
  return [](std::size_t done, std::size_t of) {
    std::fprintf(stderr, "\r%zu of %zu groups%s", done, of, done == of ? "\n" : "");
    std::fflush(stderr);
  };
}

const core::Person& person_called(const Config& config, const std::string& wanted) {
  const core::PersonId id(core::id_from_name("person:" + wanted));
  std::vector<const core::Person*> called;
  for (const core::Person& one : config.people) {
    if (one.id == id || one.id.text == wanted) return one;
    if (one.name == wanted || one.user == wanted) called.push_back(&one);
  }
  if (called.empty()) throw std::runtime_error("nobody is called \"" + wanted + "\"");
  if (called.size() == 1) return *called.front();
  // Whoever has the address acts as that person.
  std::string several;
  for (const core::Person* one : called)
    several += fmt::format("\n  {}  {}, {} in {}", one->id.text, one->name, one->user, one->workspace);
  throw std::runtime_error("several are called \"" + wanted + "\"; say which by the id:" + several);
}

void revoke_pages(const Config& config, const core::Person& person) {
  nlohmann::json request;
  request["do"] = "renew_pages";
  request["id"] = person.id.text;
  if (!in_use(config.organisation.data) || !ask_service(config.organisation.data, request))
    throw std::runtime_error(
        "the service cannot be asked, and this is its work: start it first (systemctl start refleks). "
        "Nothing was changed");
}

}  // namespace

const core::Group& group_called(const Config& config, const std::string& wanted) {
  std::vector<const core::Group*> called;
  std::string known;
  for (const core::Group& one : config.groups) {
    if (one.key == wanted) return one;
    if (one.name == wanted) called.push_back(&one);
    known += (known.empty() ? "" : ", ") + one.key;
  }
  if (called.size() == 1) return *called.front();
  throw std::runtime_error((called.empty() ? "no group \"" : "several groups are called \"") + wanted +
                           "\"; there are: " + known);
}

int print_link(const Config& config, const LinkOptions& wanted, core::Instant now, std::ostream& out,
               std::ostream& notes) {
  const core::Person& person = person_called(config, wanted.person);
  if (wanted.revoke) {
    revoke_pages(config, person);
    fmt::print(out, "every address of {}'s pages that was handed out is worthless now; nobody else's is\n",
               person.name);
    return 0;
  }
  const std::string address =
      wanted.groups ? overview_address(config, person, now) : person_address(config, person, now);
  note_act_about(config, now, "page.handed_out", person.id);
  fmt::print(out, "{}\n", address);
  fmt::print(notes, "Whoever has this address can answer and write as {}: hand it to nobody else.\n",
             person.name);
  return 0;
}

void write_paper(const std::filesystem::path& file, std::string_view bytes, PaperFor whom) {
  const std::filesystem::path folder = file.parent_path();
  std::error_code ignored;
  if (!folder.empty() && !std::filesystem::is_directory(folder, ignored)) net::fail_at(folder, ENOENT);
  const auto kind = std::filesystem::symlink_status(file, ignored).type();
  if (kind == std::filesystem::file_type::regular || kind == std::filesystem::file_type::not_found)
    return whom == PaperFor::owner ? net::replace_private_file(file, bytes) : net::replace_file(file, bytes);
  std::ofstream out(file, std::ios::binary);
  if (!out.write(bytes.data(), static_cast<std::streamsize>(bytes.size())).flush()) net::fail_at(file);
}

int make_poster(const Config& config, const PosterOptions& wanted) {
  refuse_own_place(config, wanted.file);
  const core::Group* const group = &group_called(config, wanted.group);
  const auto language = wanted.language.empty() ? group->language : core::language_from_text(wanted.language);
  if (!language) throw std::runtime_error("no language \"" + wanted.language + "\"; there are: nb, nn, en");
  const std::string address = wanted.address.empty() ? sheet_address(config, *group) : wanted.address;
  write_paper(wanted.file, pdf_of(drawing::Poster{group->name, *language, address}), PaperFor::wall);
  return 0;
}

int write_report(const Config& config, const ReportOptions& wanted, core::Instant now) {
  require_known_places(config);
  require_database(config);
  std::vector<const core::Group*> groups;
  for (const core::Group& group : config.groups)
    if (wanted.group.empty() || group.key == wanted.group || group.name == wanted.group)
      groups.push_back(&group);
  if (groups.empty()) throw std::runtime_error("no group \"" + wanted.group + "\"");
  const auto language =
      wanted.language.empty() ? config.organisation.language : core::language_from_text(wanted.language);
  if (!language) throw std::runtime_error("no language \"" + wanted.language + "\"; there are: nb, nn, en");
  refuse_own_place(config, wanted.file);
  const std::string kind = wanted.file.extension().string();
  if (kind != ".pdf" && kind != ".xlsx" && kind != ".csv")
    throw std::runtime_error("a report is a .pdf, an .xlsx or a .csv: " + wanted.file.string());
  if (kind == ".pdf" && groups.size() != 1)
    throw std::runtime_error("a report on paper is about one group: say which");
  storage::Database database(database_of(config), storage::Database::Use::reader);
  const storage::Stores stores = storage::open_stores(database);
  digests::Overviews overviews(
      *stores.digests, *stores.histories, config.organisation.zone,
      std::make_shared<const digests::ProgrammeNames>(digests::names_of(config.programmes)));
  note_act(config, now, "report.made", {}, kind.substr(1));
  std::string bytes;
  if (kind == ".pdf") {
    bytes = pdf_of(overviews.report_of(*groups.front(), now, *language), *language);
  } else {
    const auto tables = overviews.tables_for_leaders(groups, now, *language, progress_on_terminal());
    bytes = kind == ".xlsx" ? xlsx_of(tables, now) : csv_of(tables.at(1));  // what was published, in words
  }
  write_paper(wanted.file, bytes);
  return 0;
}

}  // namespace app
