// HTTP from Slack: who signed it, what is it, whose is it.

#include <algorithm>
#include <set>

#include "adapters/net/refusals.hpp"
#include "adapters/net/url.hpp"
#include "adapters/slack/adapter.hpp"
#include "adapters/slack/install.hpp"
#include "adapters/slack/signature.hpp"
#include "adapters/slack/workspace.hpp"
#include "bot/core/utf8.hpp"
#include "bot/runtime/json_text.hpp"

namespace slack {
namespace {

namespace asio = boost::asio;
using net::Response;

constexpr std::size_t body_limit = 1'024 * 1'024;  // a view is up to 250 kB, and percent-coded
constexpr const char* paths[] = {"", "/", "/commands", "/interactivity", "/events"};

Response empty(int status) {
  return Response(status, "", "");
}
Response other_method(const char* ours) {
  Response response = empty(405);
  response.headers.add("Allow", ours);
  return response;
}
// A request that will not get better when it is sent again.
Response hopeless(int status) {
  Response response = empty(status);
  response.headers.add("x-slack-no-retry", "1");
  return response;
}

bool has_type(const net::Request& request, std::string_view wanted) {
  std::string_view type = request.headers.get("Content-Type");
  type = type.substr(0, type.find(';'));
  while (type.ends_with(' ')) type.remove_suffix(1);
  return net::equal_ignoring_case(type, wanted);
}

using Fields = std::vector<std::pair<std::string, std::string>>;

// One value for each name.
bool once_each(const Fields& fields) {
  std::set<std::string_view> names;
  return std::ranges::all_of(fields, [&](const auto& field) { return names.insert(field.first).second; });
}
bool all_utf8(const Fields& fields) {
  return std::ranges::all_of(
      fields, [](const auto& field) { return core::is_utf8(field.first) && core::is_utf8(field.second); });
}

std::string* field_of(Fields& fields, std::string_view name) {
  const auto found =
      std::ranges::find(fields, name, [](const auto& field) { return std::string_view(field.first); });
  return found == fields.end() ? nullptr : &found->second;
}

bool is_ssl_check(const Fields& fields) {
  return std::any_of(fields.begin(), fields.end(),
                     [](const auto& field) { return field.first == "ssl_check" && field.second == "1"; });
}

Response acknowledgement(Answer answer) {
  if (answer.failed) return empty(500);
  if (answer.json.empty()) return empty(200);
  return Response(200, std::move(answer.json), "application/json; charset=utf-8");
}

// What a signed body holds; nothing: it is malformed.
struct Content {
  std::shared_ptr<Incoming> in;
  std::string challenge;  // of an address that is being verified
  bool verifies = false;
};
std::optional<Content> read_json(std::string text) {
  const runtime::JsonText json(text);
  const runtime::JsonView payload = json.root();
  if (!payload.is_object()) return std::nullopt;
  Content content;
  if (payload.at("type").text() == "url_verification") {
    const runtime::JsonView challenge = payload.at("challenge");
    if (!challenge.is_text()) return std::nullopt;
    content.verifies = true;
    content.challenge = challenge.text();
    return content;
  }
  content.in = std::make_shared<Incoming>(read_payload(payload));
  if (content.in->kind == Incoming::Kind::submit)
    content.in->text = std::make_shared<const std::string>(std::move(text));
  return content;
}

std::optional<Content> read_body(net::Request& request, std::optional<Fields>& fields) {
  if (has_type(request, "application/json")) return read_json(std::move(request.body));
  if (!fields || !once_each(*fields)) return std::nullopt;
  if (std::string* payload = field_of(*fields, "payload")) return read_json(std::move(*payload));
  if (!field_of(*fields, "command") || !all_utf8(*fields)) return std::nullopt;
  Content content;
  content.in = std::make_shared<Incoming>(read_command([&](const char* name) {
    const std::string* field = field_of(*fields, name);
    return field ? *field : std::string();
  }));
  return content;
}

// A press on a link button and the like: of no use, but whose it is does not matter.
Workspace* whose(const std::vector<Workspace*>& signers, const Address& address) {
  for (const bool sure : {true, false})
    for (Workspace* workspace : signers)
      if (workspace->context().is_ours(address) && (!sure || workspace->context().known)) return workspace;
  return nullptr;
}

std::string path_below(const net::Request& request) {
  return request.path.starts_with("/slack") ? request.path.substr(6) : request.path;
}

// What is told whoever signed it; nothing: that is looked at next. `fields`: of a form.
std::optional<Response> told_unsigned(const net::Request& request, const std::string& path,
                                      std::optional<Fields>& fields) {
  if (std::find(std::begin(paths), std::end(paths), path) == std::end(paths)) return empty(404);
  if (request.method != "POST") return other_method("POST");
  if (request.body.size() > body_limit) return hopeless(413);
  if (has_type(request, "application/x-www-form-urlencoded")) fields = net::parse_form(request.body);
  // Slack looks whether our certificate is good, unsigned; nothing else in such a body is read.
  if (fields && is_ssl_check(*fields)) return empty(200);
  return std::nullopt;
}

class WebhookEndpoint {
 public:
  WebhookEndpoint(std::vector<Workspace*> workspaces, const core::Clock& clock)
      : workspaces_(std::move(workspaces)), clock_(clock) {
    if (workspaces_.empty()) return;
    const WorkspaceContext& context = workspaces_.front()->context();
    unsigned_.emplace(context.timing.now, "slack: a request without our signature", "");
  }

  static asio::awaitable<Response> take(std::shared_ptr<WebhookEndpoint> self, net::Request request) {
    const std::string path = path_below(request);
    if (is_install_path(path)) {
      if (request.method != "GET") co_return other_method("GET");
      co_return co_await install_page(self->workspaces_, std::move(request));
    }
    Arrived arrived = self->read(path, std::move(request));
    if (!arrived.in) co_return std::move(arrived.told);
    Answer answer = co_await arrived.at->interactions().take(std::move(arrived.in));
    co_return acknowledgement(std::move(answer));
  }

 private:
  // What is handed on, or what is told at once.
  struct Arrived {
    std::shared_ptr<const Incoming> in;
    Workspace* at = nullptr;
    Response told;
  };

  // The request ends here: while it waits for its answer nothing of its bytes is kept but what the event
  // needs.
  Arrived read(const std::string& path, net::Request request) {
    std::optional<Fields> fields;
    if (std::optional<Response> told = told_unsigned(request, path, fields))
      return {{}, {}, std::move(*told)};

    std::vector<Workspace*> signers;
    for (Workspace* workspace : workspaces_)
      if (is_signed(request, workspace->context().options.signing_secrets, clock_.now()))
        signers.push_back(workspace);
    if (signers.empty()) {
      if (unsigned_) unsigned_->add();
      return {{}, {}, empty(401)};
    }

    std::optional<Content> content = read_body(request, fields);
    if (!content) return {{}, {}, hopeless(400)};
    if (content->verifies) return {{}, {}, Response(200, content->challenge)};
    Workspace* workspace = whose(signers, content->in->address);
    // A refusal would only make Slack send it again.
    if (!workspace) return {{}, {}, acknowledgement(signers.front()->interactions().elsewhere(*content->in))};
    return {std::move(content->in), workspace, {}};
  }

  std::vector<Workspace*> workspaces_;
  const core::Clock& clock_;
  std::optional<net::Refusals> unsigned_;
};

}  // namespace

std::optional<Response> refusal_of(const net::Request& call, const std::vector<std::string>& secrets) {
  const std::string path = path_below(call);
  if (is_install_path(path)) return std::nullopt;
  std::optional<Fields> fields;
  if (std::optional<Response> told = told_unsigned(call, path, fields)) return told;
  if (is_sealed(call, secrets)) return std::nullopt;
  return empty(401);
}

net::HttpHandler make_webhook_endpoint(std::vector<Slack*> workspaces, const core::Clock& clock) {
  std::vector<Workspace*> ours;
  for (Slack* slack : workspaces) ours.push_back(&dynamic_cast<Workspace&>(*slack));
  const auto endpoint = std::make_shared<WebhookEndpoint>(std::move(ours), clock);
  return [endpoint](net::Request request) { return WebhookEndpoint::take(endpoint, std::move(request)); };
}

}  // namespace slack
