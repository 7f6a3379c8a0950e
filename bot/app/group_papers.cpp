#include "bot/app/group_papers.hpp"

#include <stdexcept>

#include "bot/app/chats.hpp"
#include "bot/app/drawn.hpp"
#include "bot/core/log.hpp"
#include "bot/features/contract/feature.hpp"
#include "bot/features/digests/overview.hpp"
#include "bot/features/presenters/feature.hpp"
#include "bot/features/sessions/feature.hpp"

namespace app {
namespace {

template <class Draw>
std::string drawn_or_nothing(const Draw& draw) {
  try {
    return draw();
  } catch (const std::runtime_error& error) {
    core::log(core::Level::error, "no paper", error.what());
    return {};
  }
}

}  // namespace

std::string printed_page(const std::string& name, const core::Message& page, core::Language language) {
  return drawn_or_nothing([&] { return pdf_of(digests::Report{name, page, {}}, language); });
}

std::string printed(const certificates::Certificate& paper, const Config& config) {
  const std::string site = config.chats ? config.chats->server.public_url + "/s/" : std::string();
  return drawn_or_nothing([&] { return pdf_of(paper, config.organisation.name, site); });
}

papers::Options group_papers(storage::Stores& stores, const core::Programmes& programmes,
                             std::function<std::string(const core::Person&, const core::Button&)> address) {
  papers::Options options{printed_page, std::move(address)};
  options.contract = [&stores](core::Context& context, const core::Group& group, core::Language language) {
    return contract::on_paper(*stores.contract, context.people(), group, language);
  };
  options.run_sheet = [&](core::Context& context, const core::Group& group, core::Language language) {
    std::vector<core::Block> brought;
    if (const auto next = sessions::next_of(*stores.sessions, group.id, context.now()))
      brought = presenters::brought(*stores.presenters, programmes, context.people(), next->id, language);
    return sessions::next_run_sheet(*stores.sessions, programmes, context.people(), group, brought,
                                    context.now(), language);
  };
  options.programme = [&](const core::Group& group) {
    return sessions::followed_by(*stores.sessions, programmes, group);
  };
  options.methods = [&](core::Context&, const core::Group& group, core::Language language) {
    return sessions::method_cards(programmes, sessions::followed_by(*stores.sessions, programmes, group),
                                  language);
  };
  options.next = [&stores](const core::Group& group, core::Instant now) {
    return sessions::next_of(*stores.sessions, group.id, now);
  };
  return options;
}

}  // namespace app
