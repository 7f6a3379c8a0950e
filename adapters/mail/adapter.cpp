#include "adapters/mail/adapter.hpp"

#include <array>
#include <atomic>
#include <boost/asio/this_coro.hpp>
#include <boost/asio/thread_pool.hpp>
#include <map>
#include <set>

#include "adapters/mail/bounce.hpp"
#include "adapters/mail/gmime/functions.hpp"
#include "adapters/mail/mime.hpp"
#include "adapters/mail/returned.hpp"
#include "adapters/mail/sign_in_tries.hpp"
#include "adapters/mail/words.hpp"
#include "adapters/net/on_thread.hpp"
#include "adapters/net/pace.hpp"
#include "adapters/net/reachability.hpp"
#include "bot/core/command_line.hpp"
#include "bot/core/email.hpp"
#include "bot/core/log.hpp"
#include "bot/core/random.hpp"

namespace mail {
namespace {

namespace asio = boost::asio;
using runtime::Delivered;
using Kind = Delivered::Kind;
using Stage = net::SmtpOutcome::Stage;
using Refuses = net::SmtpOutcome::Refuses;

constexpr std::size_t at_a_time = 4, alone_at_most = 2;
constexpr std::string_view pace_key = "relay";
constexpr auto refused_sign_in = "sign_in";
constexpr net::Ticks between_looks = std::chrono::minutes{15}, between_tries = std::chrono::milliseconds{250};
constexpr std::chrono::days looks_back{30};  // relays report within a week

// RFC 3463: it is policy, and says nothing about whose box it is.
bool about_us(const net::SmtpOutcome& outcome) {
  return outcome.detail.size() > 2 && outcome.detail.substr(1, 2) == ".7";
}

// RFC 3463: "sender address rejected". Postfix says so at the recipient, where it answers everything.
bool about_sender(const net::SmtpOutcome& outcome) {
  const bool by_words = outcome.refuses == Refuses::us && (outcome.detail.empty() || about_us(outcome));
  return by_words || outcome.detail == "5.1.7" || outcome.detail == "5.1.8";
}

// By its words, where the number says nothing else ("5.1.1 user unknown").
bool denies_relaying(const net::SmtpOutcome& outcome) {
  return outcome.refuses == Refuses::relaying && (outcome.detail.empty() || about_us(outcome));
}

// As it is with whatever else the relay does not pass on, however many those are.
Delivered not_passed_on() {
  Delivered held = runtime::ended(Kind::refused, "not_passed_on");
  held.shut = "relay";
  held.after = std::chrono::minutes{10};  // more often, and some relays take it for an attack
  return held;
}

// Whether it is in the sender's own domain or one below. Relays that send on to no others are many, so what
// is outside is a part for itself: when the relay knows us again, what waits inside is not tried behind it.
bool is_inside(const std::string& address, const std::string& from) {
  const std::string domain = core::folded(address.substr(address.rfind('@') + 1)),
                    own = core::folded(from.substr(from.rfind('@') + 1));
  return domain == own || domain.ends_with("." + own);
}

// RFC 3463, and the codes of RFC 5321 where a relay gives no details.
std::string why_not(const net::SmtpOutcome& outcome) {
  const bool full =
      outcome.detail.empty() ? outcome.code == 552 || outcome.code == 452 : outcome.detail.ends_with(".2.2");
  if (full) return "full_box";
  if (about_us(outcome)) return "not_taken";
  return outcome.stage == Stage::recipient ? "no_such_box" : "not_taken";
}

class Counted {
 public:
  explicit Counted(std::size_t& count) : count_(count) { ++count_; }
  ~Counted() { --count_; }
  Counted(const Counted&) = delete;
  Counted& operator=(const Counted&) = delete;

 private:
  std::size_t& count_;
};

// Letters in flight when the adapter goes finish or break off within a second; the threads are joined then.
class Adapter final : public Mail {
 public:
  Adapter(asio::any_io_executor executor, Options options, People people, runtime::Links* links,
          const core::Clock& clock, net::Timing timing)
      : executor_(std::move(executor)),
        options_(std::move(options)),
        trusted_(options_.ca_file),
        people_(std::move(people)),
        links_(links),
        clock_(clock),
        timing_(std::move(timing)) {}
  ~Adapter() override {
    stop_ = over_ = true;
    senders_.join();
  }

  void open(runtime::Notebook& book) override { returned_.open(book); }
  void forget(const runtime::Gone& gone) override {
    returned_.forget(gone);
    alone_ = {};
  }
  runtime::Capabilities capabilities() const override {
    runtime::Capabilities can;
    can.direct_message = true;
    return can;
  }

  void renew(const Options& options) override {
    options_.relay.user = options.relay.user;
    options_.relay.password = options.relay.password;
    options_.from = options.from;
    options_.from_name = options.from_name;
    options_.bounces_to = options.bounces_to;
    options_.bounces.user = options.bounces.user;
    options_.bounces.password = options.bounces.password;
    relay_tries_.begin_anew();
    box_tries_.begin_anew();
  }

  // Nothing ever comes in but what came back.
  asio::awaitable<void> run(runtime::Inbox&) override {
    if (options_.bounces.url.empty()) co_await net::until_cancelled(executor_);
    while (true) {
      if (box_tries_.may_try(timing_.now())) co_await look();
      co_await timing_.sleep(between_looks);
    }
  }

  bool paced() const override { return true; }
  // Before a relay that does not answer, letters wait here and not for a thread: those would count as sent
  // off.
  asio::awaitable<Delivered> ready(core::Destination, bool edit) override {
    if (edit) co_return Delivered();
    co_await net::wait_turn(timing_, pace_, std::string(pace_key));
    while (under_way_ >= at_a_time) {
      pace_.pause(std::string(pace_key), timing_.now() + between_tries);
      co_await net::wait_turn(timing_, pace_, std::string(pace_key));
    }
    co_return Delivered();
  }

  asio::awaitable<Delivered> deliver(runtime::Delivery delivery) override {
    if (delivery.to.workspace != options_.workspace)
      co_return runtime::ended(Kind::permanent, "unknown_workspace");
    if (!delivery.ref.empty()) co_return Delivered();
    const auto people = people_();
    const core::Person* person = people->person(core::PersonId{delivery.to.id});
    if (delivery.to.kind != core::Destination::Kind::person || !person || person->email.empty())
      co_return runtime::ended(Kind::permanent, "unknown_user");
    const std::string address = core::ascii_email(person->email);
    if (address.empty()) co_return runtime::ended(Kind::permanent, "no_such_box");
    net::SmtpLetter letter = letter_to(*person, address, delivery);
    const Counted counted(under_way_);
    net::SmtpOutcome outcome =
        co_await net::on_thread(senders_.get_executor(), session(options_.relay, std::move(letter)));
    Delivered said = mail::delivered(outcome);
    const bool inside = is_inside(address, options_.from);
    std::set<core::PersonId>& alone = alone_[inside];
    if (said.kind == Kind::sent) alone.clear();
    if (outcome.stage > Stage::signing_in) relay_tries_.begin_anew();
    if (said.reason == refused_sign_in)
      said.after = std::chrono::ceil<std::chrono::seconds>(relay_tries_.refused(timing_.now()));
    if (said.place_alone && alone.size() <= alone_at_most) alone.insert(person->id);
    if (said.place_alone && alone.size() > alone_at_most) said = not_passed_on();
    if (!said.shut.empty() && !inside) said.shut += "-outside";
    tell_log(outcome, said);
    // The letter before came back: this is how coordinators hear of it, once for each.
    if (said.kind != Kind::sent) co_return said;
    const std::string why = returned_.take(person->id);
    if (!why.empty()) co_return runtime::ended(Kind::permanent, why);
    co_return said;
  }

  asio::awaitable<std::optional<std::string>> find(std::string) override { co_return std::nullopt; }

 private:
  asio::awaitable<net::ImapFound> unread(net::ImapBox box, std::chrono::sys_days since) {
    co_return net::unread_reports(box, since, trusted_, options_.limit, over_);
  }
  asio::awaitable<net::ImapMail> fetch(net::ImapBox box, std::vector<std::string> numbers) {
    co_return net::fetch_reports(box, numbers, trusted_, options_.limit, over_);
  }
  // At the end of the program a mailbox that says nothing is left at once.
  template <class Result>
  asio::awaitable<Result> unless_over(asio::awaitable<Result> session) {
    const auto told = co_await asio::this_coro::cancellation_state;
    if (told.slot().is_connected()) told.slot().assign([this](asio::cancellation_type) { over_ = true; });
    Result result = co_await net::on_thread(senders_.get_executor(), std::move(session));
    if (told.slot().is_connected()) told.slot().clear();
    co_return result;
  }
  // Numbers are kept before anything is fetched: killed between the two, we fetch again what nobody noted.
  asio::awaitable<void> look() {
    const auto since = std::chrono::floor<std::chrono::days>(clock_.now() - looks_back);
    net::ImapFound found = co_await unless_over(unread(options_.bounces, since));
    if (over_) co_return;
    if (found.shut)
      shut_out();
    else
      tell_log(found.error);
    if (found.error) co_return;
    if (box_tries_.is_refused())
      core::log(core::Level::info, "mail: the mailbox of bounces lets us in again", options_.workspace);
    box_tries_.begin_anew();
    const bool kept = co_await returned_.begin(std::move(found.numbers));
    if (!kept) co_return;
    std::vector<std::string> numbers = returned_.reading();
    net::ImapMail mail = co_await unless_over(fetch(options_.bounces, std::move(numbers)));
    if (over_) co_return;  // what was to be fetched is noted
    tell_log(mail.error);
    Returned::Reasons reasons = reasons_in(mail.texts);
    co_await returned_.end(std::move(reasons), std::move(mail.left));
  }
  // Told once: what is unread there stays so until it is mended.
  void shut_out() {
    if (!box_tries_.is_refused())
      core::log(
          core::Level::error,
          "mail: the mailbox of bounces does not let us in, and nobody hears of letters that came back; "
          "see bounces, bounces_user and bounces_password_file; reload, or restart where it was bounces",
          options_.workspace);
    box_tries_.refused(timing_.now());
  }
  static void tell_log(boost::system::error_code error) {
    if (error) core::log(core::Level::warning, "mail: the mailbox of bounces was not read", error.message());
  }
  Returned::Reasons reasons_in(const std::vector<std::string>& texts) const {
    std::map<std::string, std::string> back;
    for (const std::string& text : texts)
      for (Bounce& one : bounces_in(text)) back[core::folded(one.address)] = std::move(one.reason);
    Returned::Reasons theirs;
    const auto people = people_();
    for (const core::Person& person : people->people())
      if (const auto found = back.find(core::folded(core::ascii_email(person.email))); found != back.end())
        theirs[person.id] = found->second;
    return theirs;
  }

  // On a thread that may wait.
  asio::awaitable<net::SmtpOutcome> session(net::SmtpRelay relay, net::SmtpLetter letter) {
    co_return net::hand_over(relay, letter, trusted_, options_.limit, stop_);
  }

  net::SmtpLetter letter_to(const core::Person& person, const std::string& address,
                            const runtime::Delivery& delivery) const {
    Reader reader{person.name, person.language, {}, options_.organisation};
    // Made at the moment of sending and kept nowhere.
    if (links_) reader.page = links_->home(core::destination_of(person)).value_or("");
    Words words = words_of(delivery.message, reader);
    Letter letter;
    letter.from = {options_.from_name, options_.from};
    letter.to = {person.name, address};
    letter.subject = std::move(words.subject);
    letter.plain = std::move(words.plain);
    letter.html = std::move(words.html);
    letter.id = core::id_from_name("mail " + delivery.key) + options_.from.substr(options_.from.find('@'));
    letter.date = clock_.now();
    letter.language = core::code(person.language);
    if (const auto& mail = delivery.message.mail; mail && mail->calendar)
      letter.calendar = {core::calendar_invitation(*mail->calendar, letter.from, letter.to, clock_.now()),
                         std::string(core::calendar_invitation_method(*mail->calendar))};
    return {options_.bounces_to, address, mime_of(letter)};
  }

  void tell_log(const net::SmtpOutcome& outcome, const Delivered& said) const {
    const std::string& host = options_.relay.host;
    if (outcome.stage == Stage::connecting || outcome.stage == Stage::securing)
      net::not_reached(host, "SMTP: " + host + " was not reached (" + outcome.error.message() + ")");
    else
      net::reached(host);
    if (!said.reason.empty()) core::log(core::Level::warning, "mail: a letter was not taken", said.reason);
  }

  asio::any_io_executor executor_;
  Options options_;
  net::CaBundle trusted_;
  Returned returned_;
  People people_;
  runtime::Links* links_;
  const core::Clock& clock_;
  net::Timing timing_;
  net::Pace pace_{{{static_cast<int>(at_a_time), net::Ticks{1'000}}}};
  std::size_t under_way_ = 0;  // letters
  // Refused one by one since a letter was last taken, outside and inside; more than a few, and it is no word
  // about each of them.
  std::array<std::set<core::PersonId>, 2> alone_;
  SignInTries relay_tries_{std::chrono::minutes{10}, std::chrono::hours{1}};
  SignInTries box_tries_{between_looks, std::chrono::days{1}};
  std::atomic<bool> stop_ = false, over_ = false;  // over: nobody looks into the mailbox any more
  asio::thread_pool senders_{at_a_time};
};

}  // namespace

Delivered delivered(const net::SmtpOutcome& outcome) {
  const bool later = outcome.code >= 400 && outcome.code < 500;
  const bool never = outcome.code >= 500;
  if (outcome.taken) return {};
  if (outcome.handed_over && !later && !never) return runtime::ended(Kind::unknown, "no_answer");
  switch (outcome.stage) {
    case Stage::connecting:
      // Before it knows of any letter: it is this machine that is turned away.
      return never ? runtime::ended(Kind::refused, "not_welcome")
                   : runtime::ended(Kind::retry, "not_reached");
    case Stage::securing:  // a certificate that has run out is renewed by people, after the weekend
      return runtime::ended(outcome.untrusted && !later ? Kind::refused : Kind::retry, "not_encrypted");
    case Stage::signing_in:
      return later ? runtime::ended(Kind::retry, "sign_in_later")
                   : runtime::ended(Kind::refused, refused_sign_in);
    case Stage::sender:
      return never ? runtime::ended(Kind::refused, "sender")
                   : runtime::ended(Kind::retry, later ? "later" : "broken_off");
    case Stage::recipient:
    case Stage::data:
      break;
  }
  if (never && about_sender(outcome)) return runtime::ended(Kind::refused, "sender");
  if (never && outcome.stage == Stage::recipient && denies_relaying(outcome)) return not_passed_on();
  if (never && outcome.stage == Stage::recipient && about_us(outcome)) {
    Delivered held = runtime::ended(Kind::refused, "not_taken");
    held.place_alone = true;
    return held;
  }
  if (never) return runtime::ended(Kind::permanent, why_not(outcome));
  // What is said when the tries are over is what the relay said last.
  if (later) return runtime::ended(Kind::retry, why_not(outcome) == "full_box" ? "full_box" : "later");
  return runtime::ended(Kind::retry, "broken_off");
}

std::unique_ptr<Mail> make_mail(asio::any_io_executor executor, Options options, People people,
                                runtime::Links* links, const core::Clock& clock, net::Timing timing) {
  gmime();  // what is missing is said at the start
  return std::make_unique<Adapter>(std::move(executor), std::move(options), std::move(people), links, clock,
                                   std::move(timing));
}

}  // namespace mail
