#include "bot/app/slips.hpp"

#include <algorithm>
#include <cstdio>
#include <stdexcept>

#include "bot/app/chats.hpp"
#include "bot/app/drawn.hpp"
#include "bot/app/page_commands.hpp"
#include "bot/app/places.hpp"
#include "bot/core/random.hpp"
#include "bot/core/receipt_code.hpp"
#include "storage/slip_book.hpp"

namespace app {
namespace {

constexpr int fewest_voters = 6;  // members and slips: below that nothing could ever be shown

}  // namespace

int make_slips(const Config& config, const SlipOptions& wanted) {
  require_known_places(config);
  refuse_own_place(config, wanted.file);
  require_database(config);
  const core::Group& group = group_called(config, wanted.group);
  if (!config.chats->pages)
    throw std::runtime_error("no pages are served: set pages.enabled and server.public_url");
  const auto members = std::ranges::count_if(
      group.members, [](const core::Member& member) { return member.role != core::Role::leader; });
  if (members + wanted.count < fewest_voters)
    throw std::runtime_error("members and slips are " + std::to_string(members + wanted.count) +
                             " together: with fewer than " + std::to_string(fewest_voters) +
                             " nothing could ever be shown; print more slips");
  core::SystemRandom random;
  drawing::Slips slips{group.name, group.language, config.chats->server.public_url, {}};
  while (slips.base.ends_with('/')) slips.base.pop_back();
  slips.base += "/s/";
  for (int i = 0; i < wanted.count; ++i) slips.codes.push_back(core::new_receipt_code(random));
  write_paper(wanted.file, pdf_of(slips));
  storage::SlipBook(config.organisation.data).give_out(group.id, slips.codes);
  give_to_service(config, config.organisation.data / "slips");
  std::fprintf(
      stderr,
      "Cut them apart, and let those without an account draw. Slips printed before are dead now; answers "
      "given with them stay. The new ones are good from the next poll on.\n");
  return 0;
}

}  // namespace app
