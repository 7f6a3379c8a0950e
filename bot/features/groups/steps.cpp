#include "bot/features/groups/steps.hpp"

#include <algorithm>

#include "bot/core/command_line.hpp"
#include "bot/core/reply.hpp"
#include "bot/core/sorting.hpp"
#include "bot/core/texts.hpp"
#include "bot/core/utf8.hpp"
#include "bot/core/written_time.hpp"
#include "bot/features/groups/list_facilitators.hpp"
#include "bot/features/groups/naming.hpp"

namespace groups {
namespace {

using core::Input;
using core::Language;
using core::Role;

constexpr std::string_view free_topics = "free", free_pack = "fri";

Input text_field(const std::string& id, const Asking& asking, int longest, bool required = false) {
  Input input;
  input.id = id;
  // texts: groups.field.* groups.hint.*
  input.label = core::text(asking.language, "groups.field." + id);
  if (core::has_text("groups.hint." + id)) input.hint = core::text(asking.language, "groups.hint." + id);
  input.max_length = longest;
  input.required = required;
  return input;
}

Input choice_field(const std::string& id, const Asking& asking, std::vector<core::Option> options) {
  Input input = text_field(id, asking, 0, true);
  input.kind = Input::Kind::choice;
  input.options = std::move(options);
  return input;
}

std::vector<core::Option> programmes(const Asking& asking) {
  std::vector<core::Option> options{
      {std::string(free_topics), core::text(asking.language, "groups.programme.free")}};
  if (asking.choices.programmes)
    for (const auto& [key, programme] : *asking.choices.programmes)
      if (key != free_pack)
        options.push_back({key, programme.sessions.empty()
                                    ? programme.title.in(asking.language)
                                    : core::text(asking.language, "groups.programme.pack",
                                                 {{"title", programme.title.in(asking.language)},
                                                  {"n", static_cast<int>(programme.sessions.size())}})});
  return options;
}

std::vector<core::Option> attendance(const Asking& asking) {
  return {{"voluntary", core::text(asking.language, "groups.attendance.voluntary")},
          {"expected", core::text(asking.language, "groups.attendance.expected")}};
}

// Whether the chat tells who is in a channel, so that one may choose it.
bool tells_members(const Words& words, const Asking& asking) {
  const std::string workspace = asking.group ? asking.group->workspace : word(words, "workspace");
  return asking.choices.tells_members.contains(workspace);
}

Input ways_on(const Asking& asking) {
  std::vector<core::Option> options{{"on", core::text(asking.language, "groups.go.on")}};
  for (int step = first_step; step < last_step; ++step) {
    // texts: groups.step.*
    const std::string name = core::text(asking.language, "groups.step." + std::to_string(step));
    options.push_back(
        {std::to_string(step), core::text(asking.language, "groups.go.back", {{"step", name}})});
  }
  Input input = choice_field(std::string(way_back), asking, std::move(options));
  input.required = false;
  return input;
}

std::vector<Input> fields_of(int step, const Words& words, const Asking& asking) {
  std::vector<Input> fields;
  if (step == 1) {
    fields.push_back(text_field("name", asking, 80, true));
    if (asking.coordinator) {
      if (asking.choices.workspaces.size() > 1 && !asking.group) {
        std::vector<core::Option> options;
        for (const std::string& name : asking.choices.workspaces)
          options.push_back(
              {name, name == "pages" ? core::text(asking.language, "groups.workspace.pages") : name});
        fields.push_back(choice_field("workspace", asking, std::move(options)));
      }
      fields.push_back(text_field("channel", asking, 120, true));
    }
    fields.push_back(text_field("place", asking, 120));
    fields.push_back(text_field("link", asking, 300));
  } else if (step == 2) {
    fields.push_back(text_field("when", asking, 1000, !asking.group));
    fields.push_back(text_field("first", asking, 40));
    fields.push_back(choice_field("programme", asking, programmes(asking)));
    fields.push_back(choice_field("attendance", asking, attendance(asking)));
  } else {
    // Not asked for by the form itself: who goes back may have written nothing yet.
    fields.push_back(text_field("facilitators", asking, 200));
    if (asking.coordinator) {
      fields.push_back(text_field("leaders", asking, 300));
      fields.push_back(text_field("above", asking, 300));
      // texts: groups.leaders_part.*
      fields.push_back(choice_field("leaders_part", asking,
                                    {{"no", core::text(asking.language, "groups.leaders_part.no")},
                                     {"yes", core::text(asking.language, "groups.leaders_part.yes")}}));
      fields.back().required = false;
    }
    if (tells_members(words, asking))  // texts: groups.source.*
      fields.push_back(choice_field("source", asking,
                                    {{"channel", core::text(asking.language, "groups.source.channel")},
                                     {"list", core::text(asking.language, "groups.source.list")}}));
    fields.push_back(text_field("members", asking, 3000));
    fields.back().multiline = true;
    if (!asking.group) fields.push_back(ways_on(asking));
  }
  return fields;
}

bool is_web_address(const std::string& text) {
  const auto scheme = text.find("://");
  const bool web = text.starts_with("https://") || text.starts_with("http://");
  return web && text.size() > scheme + 5 && text.find('.', scheme) != std::string::npos &&
         std::ranges::all_of(text,
                             [](unsigned char c) { return c > 0x20 && c < 0x7F && c != '"' && c != '<'; });
}

// As the form has it: topics that are chosen freely have no pack, or one.
std::string word_of(const std::string& programme) {
  return programme.empty() || programme == free_pack ? std::string(free_topics) : programme;
}

// What is read, and where it goes wrong.
class Reader {
 public:
  Reader(const Words& words, const Asking& asking) : words_(words), asking_(asking) {
    if (asking.group) made_.group = *asking.group;
  }

  Wanted read() && {
    read_house();
    read_rhythm();
    if (words_.contains("members") || words_.contains("facilitators")) read_people();
    return std::move(made_);
  }

 private:
  core::Group& group() { return made_.group; }
  std::string said(const std::string& field) const { return word(words_, field); }
  // texts: groups.trouble.*
  void wrong(const std::string& field, std::string_view key, core::Args args = {}) {
    made_.errors.emplace(field, core::text(asking_.language, key, args));
  }

  void read_house() {
    if (!asking_.group) {
      group().zone = asking_.choices.zone;
      group().language = asking_.choices.language;
      group().quiet = asking_.choices.quiet;
      group().workspace = said("workspace");
      group().in_file = false;
    }
    if (!said("source").empty()) group().of_channel = said("source") == "channel";
    group().name = said("name");
    if (group().name.empty()) wrong("name", "form.required");
    if (asking_.coordinator && words_.contains("channel")) group().channel = said("channel");
    while (group().channel.starts_with('#')) group().channel.erase(0, 1);
    if (group().channel.empty()) wrong("channel", "form.required");
    const core::IdForm* ids = asking_.choices.id_form(group().workspace);
    if (ids && !asking_.group && !group().channel.empty() && !ids->is_channel(group().channel))
      wrong("channel", "groups.trouble.channel_id", {{"example", std::string(ids->a_channel)}});
    for (const core::Group& other : asking_.people.groups()) {
      if (asking_.group && other.id == asking_.group->id) continue;
      if (core::folded(other.name) == core::folded(group().name))
        wrong("name", "groups.trouble.name", {{"name", other.name}});
      if (other.workspace == group().workspace && other.channel == group().channel)
        wrong("channel", "groups.trouble.channel", {{"name", other.name}});
    }
    group().place = said("place");
    group().link = said("link");
    if (!group().link.empty() && !is_web_address(group().link)) wrong("link", "groups.trouble.link");
  }

  void read_rhythm() {
    const std::string when = said("when");
    const bool same = asking_.group && asking_.group->cadence && said("first").empty() &&
                      when == core::cadence_text(asking_.language, *asking_.group->cadence);
    if (same) {
      made_.rhythm.cadence = asking_.group->cadence;
    } else if (!when.empty()) {
      made_.rhythm = rhythm_in(when, said("first"), core::Zone::named(group().zone), asking_.now);
      const bool of_first =
          made_.rhythm.trouble == "groups.trouble.first" || made_.rhythm.about == said("first");
      if (!made_.rhythm.trouble.empty())
        wrong(of_first ? "first" : "when", made_.rhythm.trouble, {{"about", made_.rhythm.about}});
    } else if (!asking_.group) {
      wrong("when", "form.required");
    }
    group().cadence = made_.rhythm.cadence;
    read_programme();
    group().expected = said("attendance") == "expected";
  }

  // What runs already stays, whatever the group was set up with.
  void read_programme() {
    const std::string chosen = said("programme");
    if (asking_.follows_another()) {
      if (chosen == word_of(*asking_.followed)) return;
      if (chosen == word_of(asking_.group->programme))
        return wrong("programme", "groups.trouble.set_up_with");
    }
    if (chosen == free_topics || chosen.empty()) {
      const bool free_already =
          asking_.group && (group().programme.empty() || group().programme == free_pack);
      const bool has_pack =
          asking_.choices.programmes && asking_.choices.programmes->contains(std::string(free_pack));
      if (!free_already) group().programme = has_pack ? std::string(free_pack) : std::string();
    } else if (asking_.choices.programmes && asking_.choices.programmes->contains(chosen)) {
      group().programme = chosen;
    } else {
      wrong("programme", "form.required");
    }
  }

  void read_people() {
    if (asking_.coordinator && !said("leaders_part").empty())
      group().leaders_take_part = said("leaders_part") == "yes";
    if (asking_.group && !asking_.coordinator)
      for (const core::Member& member : asking_.group->members)
        if (member.role == Role::leader) taken_.emplace_back(member.person, Role::leader);
    std::vector<core::Member> before;
    std::set<core::PersonId> above_before = group().above;
    before.swap(group().members);
    if (asking_.coordinator) group().above.clear();
    for (const core::Member& member : before)
      if (!asking_.coordinator && member.role == Role::leader) group().members.push_back(member);
    read_names("facilitators", Role::facilitator);
    if (asking_.coordinator) {
      read_names("leaders", Role::leader);
      read_names("above", Role::leader);
    }
    read_names("members", Role::participant);
    // Who was there keeps the day of joining.
    for (core::Member& member : group().members)
      for (const core::Member& old : before)
        if (old.person == member.person) member.since = old.since;
    const auto facilitators = std::ranges::count(group().members, Role::facilitator, &core::Member::role) +
                              std::ranges::count(made_.fresh, Role::facilitator, &Wanted::Fresh::role);
    if (!asking_.group && facilitators == 0 && !made_.errors.contains("facilitators"))
      wrong("facilitators", "groups.trouble.facilitator");
    if (facilitators > 2) wrong("facilitators", "groups.trouble.two");
    std::vector<std::string> later;
    for (const core::PersonId& person : leading_beside(made_, asking_))
      if (const auto* known = asking_.people.person(person)) later.push_back(known->name);
    if (!later.empty() && facilitators <= 2)
      wrong("facilitators", "groups.trouble.two_later",
            {{"names", core::say_list(asking_.language, std::move(later))}});
  }

  void read_names(const std::string& field, Role role) {
    for (const Said& one : names_in(said(field))) {
      const bool free = asking_.choices.free_accounts.contains(group().workspace);
      const std::string name = core::folded(one.name);
      const auto of_another = [&](const std::string& account) {
        return std::ranges::any_of(made_.fresh, [&](const Wanted::Fresh& other) {
          return other.person.user == account && core::folded(other.person.name) != name;
        });
      };
      const Meant meant = meant_by(one, asking_.people, group().workspace, free, of_another);
      if (meant.trouble == Meant::Trouble::several)
        wrong(field, "groups.trouble.several", {{"name", one.name}});
      const core::IdForm* ids = asking_.choices.id_form(group().workspace);
      const bool no_id = ids && meant.fresh && !ids->is_person(one.user);
      if (no_id || (ids && meant.trouble == Meant::Trouble::nobody))
        wrong(field, "groups.trouble.no_id", {{"name", one.name}, {"example", std::string(ids->a_person)}});
      else if (meant.trouble == Meant::Trouble::nobody)
        wrong(field, "groups.trouble.nobody", {{"name", one.name}});
      else if (meant.fresh && one.user.empty() && !is_name(one.name))
        wrong(field, "groups.trouble.odd_name", {{"name", one.name}});
      if (!meant.person || no_id) continue;
      if (meant.fresh)
        add_fresh(field, *meant.person, role);
      else
        add_known(field, *meant.person, role);
    }
  }

  void clash(const std::string& field, const core::Person& person) {
    wrong(field, "groups.trouble.leads", {{"name", person.name}});
  }

  void add_known(const std::string& field, const core::Person& person, Role role) {
    const auto before = std::ranges::find(taken_, person.id, &std::pair<core::PersonId, Role>::first);
    if (before != taken_.end()) {
      if ((before->second == Role::leader) != (role == Role::leader)) clash(field, person);
      return;  // a facilitator takes part anyway
    }
    taken_.emplace_back(person.id, role);
    group().members.push_back({person.id, role, std::nullopt});
    if (field == "above") group().above.insert(person.id);
  }

  void add_fresh(const std::string& field, const core::Person& person, Role role) {
    const std::string name = core::folded(person.name);
    for (const Wanted::Fresh& other : made_.fresh) {
      if (other.person.user != person.user && core::folded(other.person.name) != name) continue;
      if ((other.role == Role::leader) != (role == Role::leader)) clash(field, person);
      return;
    }
    made_.fresh.push_back({person, role, field == "above"});
  }

  const Words& words_;
  const Asking& asking_;
  Wanted made_;
  std::vector<std::pair<core::PersonId, Role>> taken_;
};

}  // namespace

std::string word(const Words& words, const std::string& field) {
  const auto found = words.find(field);
  return found == words.end() ? std::string() : core::trimmed(found->second);
}

void add_fields(core::Form& form, int step, const Words& words, const Asking& asking) {
  for (Input& input : fields_of(step, words, asking)) {
    const std::string written = word(words, input.id);
    if (!written.empty())
      input.initial = {written};
    else if (input.kind == Input::Kind::choice)
      input.initial = {input.options.front().value};
    form.inputs.push_back(std::move(input));
  }
}

void take(Words& words, const core::Form& form, const core::FormValues& filled) {
  for (const Input& input : form.inputs) words[input.id] = core::value_of(filled, input.id);
}

int step_of(const std::string& field) {
  for (const char* each : {"name", "workspace", "channel", "place", "link"})
    if (field == each) return 1;
  for (const char* each : {"when", "first", "programme", "attendance"})
    if (field == each) return 2;
  return 3;
}

Words words_of(const core::Group& group, const Asking& asking) {
  std::map<std::string, std::vector<core::PersonId>> lists;  // by name
  for (const Role role : {Role::facilitator, Role::participant, Role::leader})
    for (const core::Person* one : asking.people.with_role(group, role))
      lists[role == Role::facilitator       ? "facilitators"
            : role == Role::participant     ? "members"
            : group.above.contains(one->id) ? "above"
                                            : "leaders"]
          .push_back(one->id);
  const bool goes_on = asking.follows_another() && group.programme == asking.group->programme;
  Words words{{"name", group.name},
              {"channel", group.channel},
              {"place", group.place},
              {"link", group.link},
              {"when", group.cadence ? core::cadence_text(asking.language, *group.cadence) : ""},
              {"programme", word_of(goes_on ? *asking.followed : group.programme)},
              {"attendance", group.expected ? "expected" : "voluntary"},
              {"leaders_part", group.leaders_take_part ? "yes" : "no"}};
  if (asking.choices.tells_members.contains(group.workspace) || group.of_channel)
    words["source"] = group.of_channel ? "channel" : "list";
  for (const char* field : {"facilitators", "leaders", "above", "members"})
    words[field] = names_text(asking.people, lists[field]);
  return words;
}

Wanted wanted(const Words& words, const Asking& asking) {
  return Reader(words, asking).read();
}

std::vector<std::string> faults_of(const core::Group& group, const core::Directory& people, bool has_session,
                                   int fewest_answers) {
  const auto count = [&](Role role) { return static_cast<int>(people.with_role(group, role).size()); };
  std::vector<std::string> faults;
  if (count(Role::facilitator) == 0) faults.emplace_back("no_facilitator");
  if (!has_session && !group.stopped) faults.emplace_back("no_session");
  if (count(Role::facilitator) + count(Role::participant) < fewest_answers) faults.emplace_back("few");
  if (count(Role::leader) == 0) faults.emplace_back("no_leader");
  return faults;
}

}  // namespace groups
