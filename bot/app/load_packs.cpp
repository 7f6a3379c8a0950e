#include "bot/app/load_packs.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <deque>
#include <functional>

#include "bot/app/moment_keys.hpp"
#include "bot/core/embedded.hpp"
#include "bot/core/utf8.hpp"
#include "bot/features/sessions/timeline.hpp"

namespace app {

namespace fs = std::filesystem;

namespace {

// clang-format off
constexpr KnownKey known_keys[] = {
    {"title.nb", "name of the programme in Bokmål", "required", R"("Palliasjon")"},
    {"about.nb", "one or two sentences about the programme", "required", R"("Fem samlinger om lindring.")"},
    {"pick", "true: whoever begins a period picks among its sessions", "all sessions, in their order", R"(true)"},
    {"hopes", "true: hopes and fears are asked for without names at the first session of a period, and brought out at the last", "they are not asked for", "true"},
    {"presenters", "how many participants bring a situation of their own to each session, 0 to 4", "none", R"(2)"},
    {"certificate", "how many sessions a certificate of attendance takes", "no certificate", R"(4)"},

    {"sessions[].presenters", "the same of this session", "as many as in the others", "0"},
    {"sessions[].theme.nb", "theme of the session", "required", R"("Kartlegging og lindring")"},
    {"sessions[].about.nb", "one or two sentences for the invitation", "required", R"("Hva ser vi, og hva gjør vi med det?")"},

    {"sessions[].preparation[].kind", "text, film, course or web", "required", R"("film")"},
    {"sessions[].preparation[].minutes", "expected time, 1 to 240", "required", "10"},
    {"sessions[].preparation[].url", "where it is found", "none: on paper, or known to all", R"("https://fjordvik.example/film")"},
    {"sessions[].preparation[].title.nb", "what it is called", "required", R"("Film: Kommunikasjon")"},

    {"sessions[].questions[].nb", "an open question to have at hand", "required", R"("Hva la du merke til?")"},

    {"sessions[].closing[].nb", "a sentence for the closing round of this session, said aloud", "those of the pack", R"("Det jeg tar med meg, er …")"},

    {"sessions[].checkin[].nb", "a sentence to begin with, said aloud", "those of the pack", R"("Jeg kommer hit i dag med …")"},
    {"sessions[].bring[].nb", "what the facilitator brings or prepares; told two days ahead", "those of the pack", R"("Film og høyttaler")"},
    {"sessions[].between[].nb", "what everybody does until the next session", "those of the pack", R"("Finn ut hvordan naboavdelingen gjør det")"},
    {"sessions[].phases[].minutes", "its share of the session, 1 to 240", "required", R"(15)"},
    {"sessions[].phases[].title.nb", "a part of the session, as the run sheet shows it", "those of the pack", R"("Refleksjon")"},
    {"sessions[].phases[].how.nb", "what the facilitator does in it", "required when phases is there", R"("La alle si noe før noen sier noe to ganger.")"},

    {"closing[].nb", "a sentence for the closing round of every session that has none of its own", "no closing round", R"("Det jeg tar med meg, er …")"},

    {"questions[].nb", "an open question for every session that has none of its own", "none", R"("Hva la du merke til?")"},
    {"checkin[].nb", "a sentence to begin with in every session that has none of its own, said aloud", "three sentences of the house, in turn", R"("Jeg kommer hit i dag med …")"},
    {"bring[].nb", "what the facilitator brings or prepares; told two days ahead", "none", R"("Film og høyttaler")"},
    {"between[].nb", "what everybody does until the next session", "none", R"("Finn ut hvordan naboavdelingen gjør det")"},
    {"phases[].minutes", "its share of the session, 1 to 240", "required", R"(15)"},
    {"phases[].title.nb", "a part of the session, as the run sheet shows it", "none", R"("Refleksjon")"},
    {"phases[].how.nb", "what the facilitator does in it", "required when phases is there", R"("La alle si noe før noen sier noe to ganger.")"},

    {"checkout[].nb", "a sentence to complete in the check-out, without names", "no sentences", R"("Samlingen fungerte godt fordi …")"},

    {"methods[].title.nb", "a way to hold the conversation, on a card of its own", "no methods", R"("Sola")"},
    {"methods[].steps[].nb", "a step of it", "required when methods is there", R"("Skriv temaet i midten.")"},
    {"cases[].title.nb", "name of a made-up situation, for when nobody brings one", "no cases", R"("Nøkkelen")"},
    {"cases[].theme.nb", "what it is about; the list of made-up situations is ordered by it", "the programme's title", R"("Selvbestemmelse")"},
    {"cases[].text.nb", "the situation", "required when cases is there", R"("En kveld …")"},
};

constexpr KnownKey link_keys[] = {
    {"links[].title", "a preparation's title as the pack has it, in Bokmål", "required", R"("Film: Kommunikasjon")"},
    {"links[].url", "where it is found", "required", R"("https://fjordvik.example/film")"},
};
// clang-format on
constexpr std::string_view links_ending = ".links.toml";

core::Localized read_localized(const Section& section) {
  core::Localized text;
  for (const core::Language language : core::all_languages)
    text.texts[static_cast<std::size_t>(language)] = section.required_text(core::code(language));
  return text;
}

std::vector<core::Localized> read_all(const Section& parent, std::string_view key) {
  std::vector<core::Localized> found;
  for (const auto& each : parent.list(key)) found.push_back(read_localized(each));
  return found;
}

core::Resource read_resource(const Section& section) {
  using Kind = core::Resource::Kind;
  static const std::vector<std::string> names{"text", "film", "course", "web"};
  static constexpr std::array kinds{Kind::text, Kind::film, Kind::course, Kind::web};
  core::Resource resource;
  if (section.required("kind"))
    if (const auto name = section.one_of("kind", names))
      resource.kind =
          kinds[static_cast<std::size_t>(std::find(names.begin(), names.end(), *name) - names.begin())];
  if (section.required("minutes")) resource.minutes = section.number("minutes", 1, 240).value_or(0);
  resource.url = section.read<std::string>("url", web_address).value_or("");
  resource.title = read_localized(section.section("title"));
  return resource;
}

std::string counted(std::size_t n, std::string_view what) {
  return fmt::format("{} {}{}", n, what, n == 1 ? "" : "s");
}

core::Phase read_phase(const Section& section) {
  core::Phase phase;
  phase.title = read_localized(section.section("title"));
  phase.how = read_localized(section.section("how"));
  if (section.required("minutes")) phase.minutes = section.number("minutes", 1, 240).value_or(0);
  return phase;
}

// What a session and the whole pack can say alike.
core::SessionPlan read_practice(const Section& section, int usual_presenters = 0) {
  core::SessionPlan plan;
  plan.questions = read_all(section, "questions");
  plan.checkin = read_all(section, "checkin");
  plan.bring = read_all(section, "bring");
  plan.between = read_all(section, "between");
  for (const auto& each : section.list("phases")) plan.phases.push_back(read_phase(each));
  plan.closing = read_all(section, "closing");
  plan.presenters = section.number("presenters", 0, 4).value_or(usual_presenters);
  return plan;
}

core::SessionPlan read_session(const Section& section, const core::SessionPlan& usual) {
  core::SessionPlan plan = read_practice(section, usual.presenters);
  plan.theme = read_localized(section.section("theme"));
  plan.about = read_localized(section.section("about"));
  for (const auto& each : section.list("preparation")) plan.preparation.push_back(read_resource(each));
  const auto otherwise = [](auto& own, const auto& of_all) {
    if (own.empty()) own = of_all;
  };
  otherwise(plan.questions, usual.questions);
  otherwise(plan.checkin, usual.checkin);
  otherwise(plan.bring, usual.bring);
  otherwise(plan.between, usual.between);
  otherwise(plan.phases, usual.phases);
  otherwise(plan.closing, usual.closing);
  return plan;
}

core::Case read_case(const Section& section) {
  core::Case made_up{read_localized(section.section("title")), read_localized(section.section("text")), {}};
  if (section.has("theme")) made_up.theme = read_localized(section.section("theme"));
  return made_up;
}

core::Method read_method(const Section& section) {
  core::Method method{read_localized(section.section("title")), read_all(section, "steps")};
  if (method.steps.empty()) section.required("steps");
  return method;
}

}  // namespace

std::span<const KnownKey> pack_keys() {
  static std::deque<std::string> words;  // that keys look at
  static const auto all = [] {
    std::vector<KnownKey> keys(std::begin(known_keys), std::end(known_keys));
    for (const KnownKey& key : known_keys)
      for (const core::Language language : core::all_languages) {
        if (!key.path.ends_with(".nb") || language == core::Language::nb) continue;
        std::string path(key.path.substr(0, key.path.size() - 2));
        const std::string_view same =
            words.emplace_back(fmt::format("\"the same in {}\"", core::row_of(language).name));
        keys.push_back({words.emplace_back(path += core::code(language)), same.substr(1, same.size() - 2),
                        "required", same});
      }
    add_moments(keys, words, "timeline.", "");
    return keys;
  }();
  return all;
}

std::map<std::string, core::Offset> read_timeline(const Section& section) {
  std::map<std::string, core::Offset> timeline;
  for (const auto& moment : sessions::moment_rules())
    if (const auto offset = section.read<core::Offset>(moment.name, core::offset_from_text))
      timeline.emplace(moment.name, *offset);
  return timeline;
}

core::Programme parse_pack(std::string_view text, const std::string& file_name, const std::string& key) {
  TomlReader reader(text, file_name, pack_keys());
  const Section root = reader.root();
  core::Programme programme;
  programme.key = key;
  programme.title = read_localized(root.section("title"));
  programme.about = read_localized(root.section("about"));
  programme.pick = root.flag("pick").value_or(false);
  programme.hopes = root.flag("hopes").value_or(false);
  programme.usual = read_practice(root);
  for (const auto& each : root.list("sessions"))
    programme.sessions.push_back(read_session(each, programme.usual));
  programme.certificate = root.number("certificate", 1, 100).value_or(0);
  if (programme.certificate > static_cast<int>(programme.sessions.size()))
    root.conflict("certificate",
                  fmt::format("the pack has only {}", counted(programme.sessions.size(), "session")));
  if (programme.pick && programme.sessions.empty()) root.conflict("pick", "there is no session to pick");
  programme.checkout = read_all(root, "checkout");
  for (const auto& each : root.list("methods")) programme.methods.push_back(read_method(each));
  for (const auto& each : root.list("cases")) programme.cases.push_back(read_case(each));
  programme.timeline = read_timeline(root.section("timeline"));
  reader.finish();
  return programme;
}

core::Programme load_pack(const fs::path& file) {
  return parse_pack(file_text(file), file.string(), file.stem().string());
}

void add_links(core::Programme& programme, std::string_view text, const std::string& file_name) {
  TomlReader reader(text, file_name, link_keys);
  for (const Section& link : reader.root().list("links")) {
    const std::string title = link.required_text("title");
    link.required("url");
    const auto url = link.read<std::string>("url", web_address);
    bool found = false;
    for (core::SessionPlan& plan : programme.sessions)
      for (core::Resource& resource : plan.preparation)
        if (core::likeness(resource.title.in(core::Language::nb)) == core::likeness(title)) {
          found = true;
          if (url) resource.url = *url;
        }
    if (!found && !title.empty())
      link.conflict("title",
                    fmt::format("\"{}\" prepares nothing that is called so: {}", programme.key, title));
  }
  reader.finish();
}

namespace {

core::Programmes built_in_packs() {
  core::Programmes programmes;
  for (const auto& name : core::embedded_under("packs/")) {
    const std::string key = fs::path(name).stem().string();
    programmes.emplace(key, parse_pack(core::embedded_copy(name).value(), name, key));
  }
  return programmes;
}

core::Programme with_links(const core::Programmes& programmes, const fs::path& file) {
  const std::string name = file.filename().string();
  const auto found = programmes.find(name.substr(0, name.size() - links_ending.size()));
  if (found == programmes.end())
    throw ConfigError(
        {fmt::format("{}: there is no programme of that name; it is called as the pack whose "
                     "preparation it says the addresses of, then {}",
                     file.string(), links_ending)});
  core::Programme programme = found->second;
  add_links(programme, file_text(file), file.string());
  return programme;
}

}  // namespace

std::string built_in_pack(const std::string& key) {
  if (auto text = core::embedded_copy("packs/" + key + ".toml")) return *std::move(text);
  std::string all;
  for (const auto& name : core::embedded_under("packs/"))
    all += (all.empty() ? "" : ", ") + fs::path(name).stem().string();
  throw ConfigError({fmt::format("no built-in pack is called \"{}\"; there are {}", key, all)});
}

const core::Programmes& built_in_programmes() {
  static const core::Programmes built_in = built_in_packs();
  return built_in;
}

bool is_pack_file(const fs::path& file) {
  return file.extension() == ".toml" && !file.filename().string().starts_with('.');
}

core::Programmes load_packs(const fs::path& extra) {
  core::Programmes programmes = built_in_programmes();
  std::vector<std::string> problems;
  const auto take = [&](const std::function<core::Programme()>& load) {
    try {
      auto programme = load();
      programmes.insert_or_assign(programme.key, std::move(programme));
    } catch (const ConfigError& broken) {
      problems.insert(problems.end(), broken.problems.begin(), broken.problems.end());
    }
  };
  if (!extra.empty()) {
    std::vector<fs::path> files;
    std::error_code error;
    for (const auto& entry : fs::directory_iterator(extra, error))
      if (is_pack_file(entry.path())) files.push_back(entry.path());
    if (error)
      problems.push_back(fmt::format("{}: the folder cannot be read: {}", extra.string(), error.message()));
    std::sort(files.begin(), files.end());
    const auto is_links = [](const fs::path& file) { return file.string().ends_with(links_ending); };
    for (const auto& file : files)
      if (!is_links(file)) take([&] { return load_pack(file); });
    for (const auto& file : files)
      if (is_links(file)) take([&] { return with_links(programmes, file); });
  }
  if (!problems.empty()) throw ConfigError(std::move(problems));
  return programmes;
}

std::string describe(const core::Programme& programme) {
  std::size_t resources = 0, questions = 0;
  std::vector<int> minutes;
  for (const auto& session : programme.sessions) {
    resources += session.preparation.size();
    questions += session.questions.size();
    minutes.push_back(session.preparation_minutes());
  }
  std::string more;
  if (!programme.methods.empty()) more += ", " + counted(programme.methods.size(), "method");
  if (!programme.cases.empty()) more += ", " + counted(programme.cases.size(), "case");
  if (programme.sessions.empty())
    return fmt::format("ok: no fixed sessions, topics are chosen freely; {} in the check-out{}",
                       counted(programme.checkout.size(), "sentence"), more);
  const auto [low, high] = std::minmax_element(minutes.begin(), minutes.end());
  const std::string warning =
      *high > core::preparation_offered
          ? fmt::format("\nmind: more than {} minutes of preparation is more than people manage",
                        core::preparation_offered)
          : "";
  return fmt::format("ok: {}, {}, {}{}; preparation {} minutes a session{}",
                     counted(programme.sessions.size(), "session"), counted(resources, "resource"),
                     counted(questions, "question"), more,
                     *low == *high ? fmt::format("{}", *low) : fmt::format("{}-{}", *low, *high), warning);
}

}  // namespace app
