#include "adapters/web/page_maker.hpp"

#include <algorithm>

#include "bot/core/ascii.hpp"
#include "bot/core/events.hpp"
#include "bot/core/reply.hpp"
#include "bot/core/texts.hpp"

namespace web {
namespace {

constexpr std::size_t letters_bytes = 20'000;  // of HTML on one page; a page weighs less than 50 kB

std::string note_of(const Visit& visit, std::string_view name) {
  const core::Language language = visit.language();
  if (visit.slip) return core::text(language, "web.note.slip");
  if (visit.group) return core::text(language, "web.note.shared");
  if (core::is_sealed_name(name) && name != core::home_press) return core::text(language, "web.note.sealed");
  return {};
}

// The first heading of a message is the page's own.
std::string take_title(core::Message& message, core::Language language) {
  if (!message.blocks.empty())
    if (const auto* heading = std::get_if<core::Heading>(&message.blocks.front())) {
      std::string title = heading->text;
      message.blocks.erase(message.blocks.begin());
      return title;
    }
  return core::text(language, "web.reply.title");
}

// Whether something in it stands out as what to do now.
bool asks(const core::Message& message) {
  return std::any_of(message.blocks.begin(), message.blocks.end(), [](const core::Block& block) {
    const auto* actions = std::get_if<core::Actions>(&block);
    return actions &&
           std::any_of(actions->buttons.begin(), actions->buttons.end(),
                       [](const core::Button& b) { return b.style == core::Button::Style::primary; });
  });
}

// Whether there is something in it to press; else it only says that there is nothing.
bool has_buttons(const core::Message& message) {
  return std::ranges::any_of(message.blocks, [](const core::Block& block) {
    const auto* actions = std::get_if<core::Actions>(&block);
    return actions && !actions->buttons.empty();
  });
}

// Whoever shares a group with the person, where a form asks for somebody and does not say whom.
std::vector<core::Option> colleagues(const Visit& visit) {
  std::vector<core::Option> options;
  if (!visit.person) return options;
  for (const core::Group* group : visit.people->groups_of(visit.person->id))
    for (const core::Member& member : group->members)
      if (const core::Person* person = visit.people->person(member.person))
        if (core::Option option{person->user, person->name};
            std::find(options.begin(), options.end(), option) == options.end())
          options.push_back(std::move(option));
  return options;
}

// For a header: what is not a plain letter or digit becomes '-'.
std::string file_name(std::string name) {
  for (char& c : name)
    if (!core::ascii::is_letter_or_digit(c) && c != '.' && c != '_') c = '-';
  return name.empty() ? "refleks" : name;
}

}  // namespace

PageMaker::PageMaker(const View& view, Tickets& tickets, const Mailbox& letters, std::string workspace,
                     core::Zone zone, const core::Clock& clock)
    : view_(view),
      tickets_(tickets),
      letters_(letters),
      workspace_(std::move(workspace)),
      zone_(zone),
      clock_(clock) {}

net::Response PageMaker::answer(int status, const Page& page) const {
  return net::Response(status, view_.page(page), "text/html; charset=utf-8");
}

Page PageMaker::refused(core::Language language, std::string_view what) const {
  // texts: web.refusal.*
  const std::string key = "web.refusal." + std::string(what);
  Page page;
  page.language = language;
  page.title = core::text(language, key + ".title");
  core::Message message;
  message.blocks.emplace_back(core::Paragraph{core::rich(language, key + ".text")});
  page.body = view_.message(message, {});
  return page;
}

net::Response PageMaker::refusal(core::Language language, int status, std::string_view what, Then then,
                                 const Posted& written) const {
  Page page = refused(language, what);
  core::Message kept;
  for (std::string& words : words_in(written)) {
    if (kept.blocks.empty()) core::say(kept, language, "web.refusal.written");
    kept.blocks.emplace_back(core::Paragraph{{core::Span(std::move(words))}});
  }
  if (!kept.blocks.empty()) page.body += view_.message(kept, {});
  if (then == Then::again) page.back = core::text(language, "web.again");
  net::Response response = answer(status, page);
  if (status == 429 || status == 503) response.headers.add("Retry-After", "60");
  return response;
}

net::Response PageMaker::to_sign_in(core::Language language, int status, std::string_view what,
                                    const std::string& sign_in) const {
  Page page = refused(language, what);
  if (!sign_in.empty()) page.body += view_.link(core::text(language, "web.sign_in.begin"), sign_in, true);
  page.choose_language = false;
  return answer(status, page);
}

net::Response PageMaker::signed_out(core::Language language, const std::string& sign_in,
                                    const std::string& provider) const {
  Page page;
  page.language = language;
  page.title = core::text(language, "web.sign_in.out.title");
  core::Message message;
  message.blocks.emplace_back(core::Paragraph{core::rich(language, "web.sign_in.out.text")});
  page.body = view_.message(message, {});
  page.body += view_.link(core::text(language, "web.sign_in.begin"), sign_in, true);
  if (!provider.empty())
    page.body += view_.link(core::text(language, "web.sign_in.out.provider"), provider, false);
  page.choose_language = false;
  return answer(200, page);
}

net::Response PageMaker::code_page(core::Language language, int status, const std::string& typed,
                                   const std::string& error, const std::string& sign_in) const {
  Page page;
  page.language = language;
  page.title = core::text(language, "web.code.title");
  page.wrong = !error.empty();
  page.body = view_.code(language, typed, error);
  if (!sign_in.empty()) {
    core::Message message;
    message.blocks.emplace_back(core::Paragraph{core::rich(language, "web.sign_in.who")});
    page.body +=
        view_.message(message, {}) + view_.link(core::text(language, "web.sign_in.begin"), sign_in, false);
  }
  return answer(status, page);
}

net::Response PageMaker::code(core::Language language, const std::string& typed, bool wrong,
                              const std::string& sign_in) const {
  return code_page(language, wrong ? 422 : 200, typed,
                   wrong ? core::text(language, "web.code.wrong") : std::string(), sign_in);
}

net::Response PageMaker::unknown_code(core::Language language) const {
  return code_page(language, 404, {}, core::text(language, "web.code.unknown"));
}

View::Seal PageMaker::seal_for(const Visit& visit) const {
  return [this, &visit](const core::Button& button) -> std::optional<std::string> {
    if (visit.group && !core::is_sealed_name(button.name)) return std::nullopt;
    return tickets_.press(visit, button.name, button.value);
  };
}

// From what was opened on a home page back to it: for a person a link, for a guest a press, so that it stays
// one and the same guest.
void PageMaker::lead_back(const Visit& visit, Page& page) const {
  if (!visit.is_home() && !visit.is_overview()) return;
  if (visit.person) {
    page.back = core::text(visit.language(), "web.back");
    return;
  }
  const std::string ticket = tickets_.press(visit, std::string(core::home_press), {});
  page.body += view_.confirm(core::text(visit.language(), "web.back.group"), ticket, false);
}

net::Response PageMaker::reading(core::Language language, std::string title, core::Message message) const {
  Page page;
  page.language = language;
  page.title = std::move(title);
  page.wide = true;
  page.body = view_.message(message, {});
  return answer(200, page);
}

net::Response PageMaker::confirm(const Visit& visit) const {
  const core::Language language = visit.language();
  Page page;
  page.language = language;
  page.title = core::text(language, "web.confirm.title");
  page.note = note_of(visit, visit.link.name);
  core::Message message;
  message.blocks.emplace_back(core::Paragraph{core::rich(language, "web.confirm.text")});
  page.body = view_.message(message, {});
  page.body +=
      view_.confirm(visit.link.label, tickets_.press(visit, visit.link.name, visit.link.value), true);
  return answer(200, page);
}

net::Response PageMaker::form(const Visit& visit, core::Form form, const Again* again) const {
  for (core::Input& input : form.inputs)
    if (input.kind == core::Input::Kind::person && input.options.empty()) input.options = colleagues(visit);
  Page page;
  page.language = visit.language();
  page.title = form.title;
  if (!form.inputs.empty()) page.note = note_of(visit, form.name);
  FormView shown;
  shown.language = page.language;
  shown.form = &form;
  if (again) {
    shown.values = &again->values;
    shown.errors = again->errors;
    page.warning = again->warning;
    page.wrong = !again->errors.empty();
  }
  shown.ticket = tickets_.form(visit, form, again ? again->mark : std::string());
  shown.sends = !form.inputs.empty() || !visit.is_home();  // else there are two ways back
  page.body = view_.form(shown);
  // What is already written would be lost with the language; so would a receipt, a form without inputs.
  page.choose_language = !again && !form.inputs.empty();
  lead_back(visit, page);
  return answer(again ? again->status : 200, page);
}

net::Response PageMaker::given_back(const Visit& visit, core::Form form) const {
  Again again;
  for (const core::Input& input : form.inputs) again.values[input.id] = input.initial;
  again.warning = core::text(visit.language(), "web.not_sent");
  return this->form(visit, std::move(form), &again);
}

net::Response PageMaker::message(const Visit& visit, core::Message message, Moment moment) const {
  Page page;
  page.language = visit.language();
  page.title = take_title(message, page.language);
  if (moment != Moment::sent) page.note = note_of(visit, visit.link.name);
  page.body = view_.message(message, seal_for(visit));
  page.choose_language = moment == Moment::opened;
  if (moment == Moment::sent) lead_back(visit, page);
  return answer(200, page);
}

net::Response PageMaker::notice(core::Language language, core::Message message) const {
  Page page;
  page.language = language;
  page.title = take_title(message, language);
  page.body = view_.message(message, {});
  return answer(200, page);
}

net::Response PageMaker::done(const Visit& visit) const {
  core::Message message;
  message.blocks.emplace_back(core::Heading{core::text(visit.language(), "web.done.title")});
  message.blocks.emplace_back(core::Paragraph{core::rich(visit.language(), "web.done.text")});
  return this->message(visit, std::move(message), Moment::sent);
}

std::vector<const Letter*> PageMaker::letters_of(const Visit& visit) const {
  if (visit.person->workspace != workspace_) return {};
  return letters_.of(visit.person->user, clock_.now());
}

std::string PageMaker::listed_letters(const Visit& visit, const std::vector<const Letter*>& all,
                                      int older_from, const View::Labels& labels) const {
  const core::Language language = visit.language();
  std::vector<LetterView> shown;
  std::size_t bytes = 0, next = static_cast<std::size_t>(std::max(0, older_from));
  for (; next < all.size() && (shown.empty() || bytes < letters_bytes); ++next) {
    const Letter& letter = *all[next];
    shown.push_back({core::say_moment(language, zone_.to_local(letter.at)),
                     view_.message(letter.message, seal_for(visit), 3, labels)});
    bytes += shown.back().html.size();
  }
  if (shown.empty()) return "<p>" + escaped(core::text(language, "web.home.no_letters")) + "</p>";
  const std::string older = next < all.size() ? core::text(language, "web.home.older") : std::string();
  return view_.letters(language, shown, older, static_cast<int>(next));
}

std::string PageMaker::groups_of_all(const Visit& visit) const {
  if (!visit.person->coordinator) return {};
  const core::Language language = visit.language();
  const auto say = [&](std::string_view key, const char* command) {  // texts: groups.*
    const std::string ticket = tickets_.press(visit, std::string(core::events::say.name), command);
    return view_.confirm(core::text(language, key), ticket, false);
  };
  return view_.section("groups", core::text(language, "web.home.groups"),
                       say("groups.list.open", "grupper") + say("groups.begin", "oppsett") +
                           say("groups.import.button", "import"));
}

net::Response PageMaker::home(const Visit& visit, const HomeView& home) const {
  const core::Language language = visit.language();
  const View::Seal seal = seal_for(visit);
  Page page;
  page.language = language;
  page.title = core::text(language, "web.home.title", {{"name", visit.person->name}});
  page.wrong = !home.error.empty();
  // The field is far down: without this the page looked as if nothing had been sent.
  if (page.wrong)
    page.body += view_.mistake("command", core::text(language, "web.command.label"), home.error);
  core::Message answer_to_show;
  if (home.answer)
    answer_to_show = *home.answer;
  else if (home.done)
    answer_to_show.blocks.emplace_back(core::Paragraph{core::rich(language, "web.home.done")});
  const std::vector<const Letter*> letters = letters_of(visit);
  View::Labels labels;
  View::add_labels(labels, answer_to_show);
  for (const auto* part : {&home.now, &home.waiting})
    if (*part) View::add_labels(labels, **part);
  for (const Letter* letter : letters) View::add_labels(labels, letter->message);
  if (!answer_to_show.blocks.empty())
    page.body += view_.section("answer", core::text(language, "web.home.answer"),
                               view_.message(answer_to_show, seal, 3, labels));
  // That there is nothing to answer is not so where something waits.
  const std::string now = home.now && (has_buttons(*home.now) || !home.waiting)
                              ? view_.section("now", core::text(language, "web.home.now"),
                                              view_.message(*home.now, seal, 3, labels))
                              : std::string();
  const std::string waiting = home.waiting
                                  ? view_.section("waiting", core::text(language, "web.home.waiting"),
                                                  view_.message(*home.waiting, seal, 3, labels))
                                  : std::string();
  // A question that closes before a session that comes; what can be done at any time after both.
  page.body += home.now && asks(*home.now) ? now + waiting : waiting + now;
  page.body += view_.section("letters", core::text(language, "web.home.letters"),
                             listed_letters(visit, letters, home.older_from, labels));
  page.body += groups_of_all(visit);
  const std::string help = tickets_.press(visit, std::string(core::events::show_help.name), {});
  page.body += view_.section("write", core::text(language, "web.home.write"),
                             view_.command(language, tickets_.command(visit), home.written, home.error) +
                                 view_.confirm(core::text(language, "help.button"), help, false));
  page.last = core::text(language, "web.note.home");
  return answer(home.status, page);
}

net::Response PageMaker::overview(const Visit& visit, core::Message message, bool first) const {
  Page page;
  page.language = visit.language();
  page.title = take_title(message, page.language);
  page.body = view_.message(message, seal_for(visit));
  if (first && visit.signed_in()) {
    page.body += groups_of_all(visit);
    page.body += view_.confirm(core::text(page.language, "web.sign_in.out"),
                               tickets_.press(visit, std::string(sign_out_press), {}), false);
  }
  page.wide = true;
  page.choose_language = first;  // elsewhere the address says more than the language
  if (!first) page.back = core::text(page.language, "web.back.group");
  return answer(200, page);
}

net::Response PageMaker::working(core::Language language, std::optional<core::Message> how_far) const {
  Page page;
  page.language = language;
  page.title = core::text(language, "web.working.title");
  core::Message message;
  if (how_far) message = std::move(*how_far);
  message.blocks.emplace_back(core::Paragraph{core::rich(language, "web.working.text")});
  page.body = view_.message(message, {});
  page.choose_language = false;
  net::Response response = answer(200, page);
  response.headers.add("Refresh", "5");
  return response;
}

net::Response PageMaker::picture(const core::File& file) const {
  net::Response response(200, file.bytes, file.type);
  // The same until something is published, and of nobody who has not the address.
  response.headers.add("Cache-Control", "private, max-age=60");
  return response;
}

net::Response PageMaker::download(const core::File& file) const {
  net::Response response(200, file.bytes, file.type);
  response.headers.add("Content-Disposition", "attachment; filename=\"" + file_name(file.name) + "\"");
  return response;
}

}  // namespace web
