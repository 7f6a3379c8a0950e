#include "bot/app/overview_reader.hpp"

#include <atomic>
#include <boost/asio/post.hpp>
#include <map>
#include <stdexcept>

#include "bot/app/apart.hpp"
#include "bot/app/drawn.hpp"
#include "bot/app/table_files.hpp"
#include "bot/core/events.hpp"
#include "bot/core/log.hpp"
#include "bot/core/reply.hpp"
#include "bot/features/certificates/feature.hpp"
#include "storage/database.hpp"
#include "storage/stores.hpp"

namespace app {
namespace {

constexpr int most_waiting = 32;
// A page waits a little longer than the first of these for an answer; what comes later is kept for so long.
constexpr std::chrono::seconds slow{4}, kept_for{120};
constexpr std::string_view tables_view = "tables-", csv_kind = "csv-", plot_view = "plot-";

core::Reply file_reply(std::string name, std::string type, std::string bytes) {
  core::Reply reply;
  reply.file = core::File{std::move(name), std::move(type), std::move(bytes)};
  return reply;
}

// Of a file, whose it is and which; empty for anything else.
std::string file_key(const core::Press& press) {
  if (!press.value.starts_with("report-") && !press.value.starts_with(tables_view)) return {};
  return press.origin.workspace + '\n' + press.origin.user + '\n' + press.value + '\n' +
         std::string(press.origin.language ? core::code(*press.origin.language) : "");
}

bool looks(const std::string& look, std::string_view what) {
  return ("-" + look + "-").find("-" + std::string(what) + "-") != std::string::npos;
}

core::Reply plot_reply(const core::Plot& plot, const std::string& name, const std::string& look,
                       core::Language language) {
  drawing::Look wanted;
  if (looks(look, "narrow")) wanted.width = 288;  // what a page leaves of a phone
  wanted.dark = looks(look, "dark");
  wanted.titled = looks(look, "png");
  if (looks(look, "png")) return file_reply(name + ".png", "image/png", png_of({&plot, 1}, language, wanted));
  return file_reply(name + ".svg", "image/svg+xml", svg_of(plot, language, wanted));
}

core::Reply spreadsheet(const std::vector<core::Table>& tables, std::string_view kind, core::Instant now) {
  if (kind == "xlsx")
    return file_reply("refleks.xlsx", "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
                      xlsx_of(tables, now));
  if (kind.starts_with(csv_kind))
    for (const core::Table& table : tables)
      if (table.key == kind.substr(csv_kind.size()))
        return file_reply("refleks-" + table.key + ".csv", "text/csv; charset=utf-8", csv_of(table));
  return {};
}

// A view as what a browser gets: a page, or a file. `view` "tables-xlsx", "tables-csv-results", "report-pdf";
// a plot's `look` is any of "narrow", "dark", "png" with '-' between, and the days. Nothing in the reply:
// there is none.
core::Reply drawn(digests::Overviews& overviews, digests::Asking asking, const std::string& view,
                  const std::optional<core::GroupId>& group, const std::string& look,
                  const digests::Progress& progress) {
  asking.days = digests::days_in(look);
  const auto ask = [&](std::string_view what) { return overviews.answer(asking, what, group, progress); };
  if (view.starts_with(tables_view)) {
    const auto tables = ask("tables");
    const auto* all = std::get_if<std::vector<core::Table>>(&tables);
    return all ? spreadsheet(*all, std::string_view(view).substr(tables_view.size()), asking.now)
               : core::Reply{};
  }
  if (view == "report-pdf") {
    const auto report = ask("report");
    const auto* page = std::get_if<digests::Report>(&report);
    return page ? file_reply(page->name + ".pdf", "application/pdf", pdf_of(*page, asking.language))
                : core::Reply{};
  }
  auto shown = ask(view);
  if (const auto* plot = std::get_if<core::Plot>(&shown); plot && view.starts_with(plot_view))
    return plot_reply(*plot, view.substr(plot_view.size()), look, asking.language);
  if (auto* message = std::get_if<core::Message>(&shown)) return core::whisper(std::move(*message));
  return {};
}

}  // namespace

struct OverviewReader::State {
  explicit State(Parts given) : parts(std::move(given)) {}

  Parts parts;
  std::atomic<int> waiting = 0;
  // Files that took longer than anybody waits: asked for again, they are there. I/O thread.
  struct Made {
    core::Reply reply;
    core::Instant at{};
  };
  struct Making {
    std::atomic<std::size_t> read = 0, of = 0;  // groups; of none: it is not about many
  };
  std::map<std::string, std::shared_ptr<Making>> making;
  std::map<std::string, Made> made;
  // Made on the readers' thread, at the first question.
  std::unique_ptr<storage::Database> database;
  std::unique_ptr<digests::DigestStore> digests;
  std::unique_ptr<digests::HistoryStore> histories;
  std::unique_ptr<certificates::CertificateStore> certificates;

  void open() {
    if (database) return;
    database = std::make_unique<storage::Database>(parts.database, storage::Database::Use::reader);
    digests = storage::make_digest_store(*database);
    histories = storage::make_history_store(*database);
    certificates = storage::make_certificate_store(*database);
  }
  // A connection that has failed is made anew for the next question.
  void close() {
    certificates.reset();
    histories.reset();
    digests.reset();
    database.reset();
  }

  static core::Reply how_far_it_is(core::Language language, const Making& making) {
    const std::size_t of = making.of;
    if (of <= 1) return core::whisper(language, "overview.making");
    return core::whisper(language, "overview.making.groups",
                         {{"done", static_cast<int>(making.read)}, {"n", static_cast<int>(of)}});
  }

  core::Reply check(const core::Press& press) {
    open();
    auto said =
        certificates::checked(*certificates, press.value, press.origin.language.value_or(core::Language::nb));
    return said ? core::whisper(std::move(*said)) : core::Reply{};
  }
  core::Reply answer(const core::Press& press, Making& how_far) {
    if (press.name == core::events::check_certificate.name) return check(press);
    const auto values = core::events::overview.unpacked(press.value);
    const auto people = parts.people();
    const core::Person* reader = people->person(press.origin.workspace, press.origin.user);
    if (press.name != core::events::overview.name || !values || !reader) return {};
    open();
    const storage::Snapshot snapshot(database->connection());
    const auto& [view, group, look] = *values;
    digests::Overviews overviews(*digests, *histories, parts.zone,
                                 parts.programmes ? parts.programmes() : nullptr);
    const core::Language language = press.origin.language.value_or(reader->language);
    return drawn(overviews, {*people, *reader, parts.clock.now(), language}, view, group, look.value_or(""),
                 [&](std::size_t done, std::size_t of) {
                   if (Ending::has_begun()) throw std::runtime_error("the program ends");
                   how_far.read = done;
                   how_far.of = of;
                 });
  }
};

OverviewReader::OverviewReader(Parts parts) : state_(new State(std::move(parts))) {}
OverviewReader::~OverviewReader() = default;

void OverviewReader::accept(core::Event event, std::function<void(core::Reply)> reply) {
  auto* press = std::get_if<core::Press>(&event);
  if (!press) return;
  const core::Instant begun = state_->parts.clock.now();
  const std::string file = file_key(*press);
  std::erase_if(state_->made, [&](const auto& each) { return each.second.at + kept_for < begun; });
  if (const auto found = state_->made.find(file); found != state_->made.end()) {
    core::Reply ready = std::move(found->second.reply);
    state_->made.erase(found);
    return reply(std::move(ready));
  }
  // Whoever waits is told to come back.
  if (const auto under_way = state_->making.find(file); under_way != state_->making.end())
    return reply(
        State::how_far_it_is(press->origin.language.value_or(core::Language::nb), *under_way->second));
  if (state_->waiting >= most_waiting) return;
  const auto how_far = std::make_shared<State::Making>();
  if (!file.empty()) state_->making[file] = how_far;
  ++state_->waiting;
  boost::asio::post(state_->parts.readers, [state = state_, press = std::move(*press), file, begun, how_far,
                                            reply = std::move(reply)]() mutable {
    core::Reply said;
    try {
      if (!Ending::has_begun()) said = state->answer(press, *how_far);
    } catch (const std::exception& error) {
      core::log(core::Level::error, "a page about groups could not be made", error.what());
      state->close();
    }
    --state->waiting;
    boost::asio::post(state->parts.executor,
                      [state, file, begun, reply = std::move(reply), said = std::move(said)]() mutable {
                        state->making.erase(file);
                        const core::Instant now = state->parts.clock.now();
                        if (!file.empty() && now - begun >= slow && said.file)
                          state->made[file] = {std::move(said), now};
                        else
                          reply(std::move(said));
                      });
  });
}

}  // namespace app
