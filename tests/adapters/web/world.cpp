#include "tests/adapters/web/world.hpp"

#include <boost/asio/co_spawn.hpp>
#include <fstream>
#include <iterator>
#include <regex>
#include <stdexcept>

namespace web_test {

namespace asio = boost::asio;

void write_bytes(const std::filesystem::path& file, const std::string& bytes) {
  std::ofstream(file, std::ios::binary | std::ios::trunc) << bytes;
}

core::PersonId id_of(const std::string& user) {
  return core::PersonId(core::id_from_name("person " + user));
}
core::GroupId group_id(const std::string& key) {
  return core::GroupId(core::id_from_name("group " + key));
}

core::Directory directory() {
  const auto person = [](const std::string& workspace, const std::string& user, const std::string& name) {
    core::Person one;
    one.id = id_of(user);
    one.workspace = workspace;
    one.user = user;
    one.name = name;
    return one;
  };
  std::vector<core::Person> people{person("pages", "kari", "Kari Nes"), person("chat", "ola", "Ola Vik")};
  people[1].language = core::Language::nn;
  core::Group nord;
  nord.id = group_id("nord");
  nord.key = nord.channel = "nord";
  nord.name = "Hjemmetjenesten nord";
  nord.workspace = "chat";
  nord.sheet = 3;
  for (const core::Person& one : people) nord.members.push_back({one.id, core::Role::participant, {}});
  core::Group sor = nord;
  sor.id = group_id("sor");
  sor.key = sor.channel = "sor";
  sor.sheet = 0;
  return core::Directory(people, {nord, sor});
}

core::Destination to_person(const std::string& user, const std::string& workspace) {
  return {workspace, core::Destination::Kind::person, user};
}
core::Destination to_channel(const std::string& channel) {
  return {"chat", core::Destination::Kind::channel, channel};
}
core::Button button(const std::string& name, const std::string& value, const std::string& label) {
  return {label, name, value, core::Button::Style::plain};
}
core::Message words(const std::string& text) {
  core::Message message;
  message.blocks.emplace_back(core::Paragraph{{core::Span(text)}});
  return message;
}

core::Form form_of(const std::string& name) {
  core::Form form;
  form.name = name;
  form.state = "the state";
  form.title = "Foreslå et tema";
  core::Input input;
  input.id = "idea";
  input.label = "Temaet";
  input.required = true;
  input.multiline = true;
  input.max_length = 20;
  form.inputs.push_back(input);
  form.submit = "Legg i boksen";
  return form;
}

core::Reply receipt() {
  core::Reply reply;
  reply.whisper = words("Takk, svaret er mottatt.");
  reply.whisper.own().blocks.emplace_back(core::Actions{{button("box/polls/form", "p1", "Endre svaret")}});
  return reply;
}

static asio::awaitable<std::string> given_guide(std::string bytes,
                                                std::function<asio::awaitable<void>()> before) {
  if (before) co_await before();
  co_return bytes;
}

World::World() {
  start();
}
World::~World() {
  stop();
}

void World::start() {
  web::Options options;
  options.data = folder.path();
  options.keys = folder.path() / "keys";
  options.passing_keys = folder.path() / "memory";
  options.public_url = "https://bot.example.no/";
  options.slip_of = [](const std::string& code) {
    return code == "7K3M-Q0VX-2RTD" ? std::optional(group_id("sor")) : std::nullopt;
  };
  options.organisation = "Fjordvik kommune";
  options.guide_on_paper = [this](std::string guide, core::Language language) {
    ++guides_drawn;
    return given_guide(no_guides ? std::string() : "%PDF " + guide + " " + std::string(code(language)),
                       before_guide);
  };
  options.reading = &reading;
  options.reply_limit = net::Ticks(20);
  options.sign_in = sign_in;
  options.ticks = [this] { return ticks; };
  pages = web::make_pages(
      io.get_executor(), options, [this] { return std::make_shared<const core::Directory>(people); }, clock,
      random);
  book = book.again();
  pages->open(book);
  running_.start(*pages, inbox);
}

void World::stop() {
  running_.stop();
  pages.reset();
}

net::Response World::get(const std::string& url) {
  net::Request opened = request("GET", url);
  opened.headers.add("Sec-Fetch-Mode", "navigate");
  return send(std::move(opened));
}

net::Request World::request(const std::string& method, const std::string& url,
                            const std::string& body) const {
  constexpr std::string_view base = "https://bot.example.no";
  std::string target = url.starts_with(base) ? url.substr(base.size()) : url;
  net::Request request;
  request.method = method;
  const auto question = target.find('?');
  if (question != std::string::npos) {
    request.query = target.substr(question + 1);
    target.erase(question);
  }
  request.path = target;
  request.body = body;
  request.peer = "192.0.2.77";
  request.headers.add("Host", "bot.example.no");
  if (method == "POST") request.headers.add("Content-Type", "application/x-www-form-urlencoded");
  return request;
}

net::Response World::send(net::Request request) {
  return support::result_of(io, pages->handler()(std::move(request)));
}

net::Request World::posting(const std::string& url, const Fields& fields) const {
  std::string body;
  for (const auto& [name, value] : fields) {
    if (!body.empty()) body += '&';
    body += name + '=';
    for (const char c : value) {
      constexpr const char* digits = "0123456789ABCDEF";
      const auto byte = static_cast<unsigned char>(c);
      body += {'%', digits[byte >> 4], digits[byte & 15]};
    }
  }
  return request("POST", url, body);
}

void World::begin(net::Request request, std::function<void(net::Response)> done) {
  asio::co_spawn(io, pages->handler()(std::move(request)),
                 [done = std::move(done)](std::exception_ptr failure, net::Response response) {
                   if (failure) std::rethrow_exception(failure);
                   done(std::move(response));
                 });
}

runtime::Delivered World::deliver(runtime::Delivery delivery) {
  return support::result_of(io, pages->deliver(std::move(delivery)));
}
std::optional<std::string> World::find(const std::string& key) {
  return support::result_of(io, pages->find(key));
}

std::string h1_of(const net::Response& response) {
  std::smatch found;
  std::regex_search(response.body, found, std::regex("<h1>(.*?)</h1>"));
  return found.size() > 1 ? found[1].str() : "";
}

std::string ticket_of(const net::Response& response, std::size_t n) {
  const std::string before = "name=\"t\" value=\"";
  std::size_t at = response.body.find(before);
  for (; n > 0 && at != std::string::npos; --n) at = response.body.find(before, at + 1);
  if (at == std::string::npos) return "";
  at += before.size();
  return response.body.substr(at, response.body.find('"', at) - at);
}

bool has(const net::Response& response, const std::string& words) {
  return response.body.find(words) != std::string::npos;
}

}  // namespace web_test
