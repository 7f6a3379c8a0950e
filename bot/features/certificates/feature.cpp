#include "bot/features/certificates/feature.hpp"

#include <algorithm>

#include "bot/core/group_time.hpp"
#include "bot/core/receipt_code.hpp"
#include "bot/core/reply.hpp"
#include "bot/features/certificates/events.hpp"

namespace certificates {
namespace {

using core::Context;
using core::Language;
using core::Reply;
using core::whisper;
using features::Here;
using features::Right;

constexpr std::size_t named_at_most = 6;  // sessions that are missing

std::string day_of(core::Instant at, const core::Group& group, Language language) {
  const core::Date date = core::local_date(group, at);
  return core::say_date(language, date) + " " + std::to_string(static_cast<int>(date.year()));
}

// A period for which there is a certificate.
struct Standing {
  Period period;
  const core::Programme* programme;
  int needed;
  bool met() const { return period.came() >= needed; }
};

class Certificates final : public features::Feature {
 public:
  Certificates(CertificateStore& store, const core::Programmes& programmes, Options options)
      : store_(store), programmes_(programmes), options_(std::move(options)) {}

  std::string_view name() const override { return "certificates"; }

  std::vector<features::CommandSpec> commands() override {
    using features::by;
    return {{"certificate",
             {"kursbevis", "kursbevis", "certificate", "bevis", "sertifikat"},
             Right::attending,
             by(this, &Certificates::tell)}};
  }

  std::vector<features::EventRow> events() override {
    namespace e = certificates::events;
    const auto which = [](Certificates*, const core::GroupId& group, int run) {
      return std::optional(Which{group, run});
    };
    return {features::press(e::paper, Right::attending, this, which, &Certificates::paper)};
  }

  // Whoever has now been at enough is told, once.
  void on(Context& context, const core::Fact& fact) override {
    const auto* taken = std::get_if<core::AttendanceTaken>(&fact);
    const core::Group* group = taken ? context.people().group(taken->session.group) : nullptr;
    if (!group) return;
    for (const core::Member& member : group->members) {
      const core::Person* person = context.people().person(member.person);
      if (!person || !core::takes_part(*group, member)) continue;
      for (const Standing& one : standing(*group, *person, context.now()))
        if (one.met())
          context.post(core::of_group(
              group->id,
              core::may_wait({"certificate:" + group->id.text + ":" + std::to_string(one.period.run) + ":" +
                                  person->id.text,
                              core::destination_of(*person), ready(one, *group, person->language), true})));
    }
  }

  // Until it was fetched.
  void waiting(Context& context, const Here& who, std::vector<core::Block>& blocks) override {
    if (!core::takes_part(who.group, who.person.id)) return;
    for (const Standing& one : standing(who.group, who.person, context.now())) {
      if (!one.met() || store_.code(who.group.id, one.period.run, who.person.id)) continue;
      for (core::Block& block : ready(one, who.group, who.language()).blocks)
        blocks.push_back(std::move(block));
    }
  }

 private:
  struct Which {
    core::GroupId group;
    int run;
  };
  friend const core::GroupId& group_of(const Which& which) { return which.group; }

  std::vector<Standing> standing(const core::Group& group, const core::Person& person, core::Instant now) {
    std::vector<Standing> all;
    for (Period& period : store_.periods(group.id, person.id, now)) {
      const auto programme = programmes_.find(period.programme);
      if (programme == programmes_.end() || programme->second.certificate == 0) continue;
      int needed = programme->second.certificate;
      if (!period.plans.empty()) needed = std::min(needed, static_cast<int>(period.plans.size()));
      all.push_back({std::move(period), &programme->second, needed});
    }
    return all;
  }

  static core::Button paper_button(const Standing& one, const core::Group& group, Language language) {
    return events::paper.button(core::text(language, "certificates.fetch"), group.id, one.period.run,
                                core::Button::Style::primary);
  }

  static core::Message ready(const Standing& one, const core::Group& group, Language language) {
    core::Message message;
    core::say(message, language, "certificates.ready",
              {{"programme", one.programme->title.in(language)},
               {"group", group.name},
               {"came", one.period.came()}});
    message.blocks.emplace_back(core::Actions{{paper_button(one, group, language)}});
    return message;
  }

  Reply tell(Context& context, const Here& who, const core::CommandLine&) {
    const Language language = who.language();
    core::Message message;
    core::head(message, language, "certificates.title");
    const auto all = standing(who.group, who.person, context.now());
    if (all.empty()) core::say(message, language, "certificates.none", {{"group", who.group.name}});
    for (const Standing& one : all) {
      message.blocks.emplace_back(
          core::Paragraph{{core::Span(one.programme->title.in(language), core::Span::Style::strong)}});
      message.blocks.emplace_back(core::Paragraph{{core::Span(
          core::text_n(language, "certificates.came", one.period.came(), {{"needed", one.needed}}))}});
      if (one.met())
        message.blocks.emplace_back(core::Actions{{paper_button(one, who.group, language)}});
      else
        say_missing(message, one, who.group, language);
    }
    return whisper(std::move(message));
  }

  // Sessions without this person, and those of which nobody has said yet who came.
  static void say_missing(core::Message& message, const Standing& one, const core::Group& group,
                          Language language) {
    message.blocks.emplace_back(core::Paragraph{
        {core::Span(core::text_n(language, "certificates.missing", one.needed - one.period.came()))}});
    core::List lines;
    for (const Meeting& meeting : one.period.meetings) {
      if (meeting.came || lines.items.size() == named_at_most) continue;
      // texts: certificates.without_you, certificates.not_ticked
      lines.items.push_back(
          core::rich(language, meeting.ticked ? "certificates.without_you" : "certificates.not_ticked",
                     {{"day", day_of(meeting.starts, group, language)}}));
    }
    if (!lines.items.empty()) message.blocks.emplace_back(std::move(lines));
    core::say(message, language, "certificates.wrong");
  }

  Reply paper(Context& context, const Here& who, const Which& which) {
    const Language language = who.language();
    const auto all = standing(who.group, who.person, context.now());
    const auto one = std::ranges::find_if(all, [&](const Standing& s) { return s.period.run == which.run; });
    if (one == all.end() || !one->met()) return tell(context, who, {});
    const core::Button button = paper_button(*one, who.group, language);
    const std::string address = options_.address ? options_.address(who.person, button) : std::string();
    if (address.empty()) return whisper(language, "paper.no_pages");
    std::string bytes = options_.print ? options_.print(certificate(context, who, *one)) : std::string();
    return core::paper(language, core::text(language, "certificates.title"),
                       core::text(language, "certificates.file"), std::move(bytes), address);
  }

  // With the code of the first time.
  Certificate certificate(Context& context, const Here& who, const Standing& one) {
    const Language language = who.language();
    auto digits = store_.code(who.group.id, one.period.run, who.person.id);
    if (!digits) {
      digits = core::typed_code(core::written_code(context.random().next(), code_digits));
      store_.issue(*digits, who.group.id, one.period.run, who.person.id, context.now());
    }
    Certificate paper;
    paper.name = who.person.name;
    paper.group = who.group.name;
    paper.programme = one.programme->title.in(language);
    for (std::size_t i = 1; i <= one.programme->sessions.size(); ++i)
      if (one.period.plans.empty() ||
          std::ranges::find(one.period.plans, static_cast<int>(i)) != one.period.plans.end())
        paper.themes.push_back(one.programme->sessions[i - 1].theme.in(language));
    paper.came = one.period.came();
    paper.held = static_cast<int>(one.period.meetings.size());
    paper.from = day_of(one.period.meetings.front().starts, who.group, language);
    paper.to = day_of(one.period.meetings.back().starts, who.group, language);
    paper.issued = day_of(context.now(), who.group, language);
    paper.code = core::grouped_code(*digits);
    paper.language = language;
    return paper;
  }

  CertificateStore& store_;
  const core::Programmes& programmes_;
  Options options_;
};

}  // namespace

int Period::came() const {
  return static_cast<int>(std::ranges::count(meetings, true, &Meeting::came));
}

std::optional<core::Message> checked(CertificateStore& store, const std::string& typed, Language language) {
  const auto code = core::typed_code(typed);
  if (!code || code->size() != code_digits || !store.is_issued(*code)) return std::nullopt;
  core::Message message;
  core::head(message, language, "certificates.check.title");
  core::say(message, language, "certificates.check.issued");
  return message;
}

std::unique_ptr<features::Feature> make(CertificateStore& store, const core::Programmes& programmes,
                                        Options options) {
  return std::make_unique<Certificates>(store, programmes, std::move(options));
}

}  // namespace certificates
