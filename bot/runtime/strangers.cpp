#include "bot/runtime/strangers.hpp"

#include "bot/core/reply.hpp"
#include "bot/runtime/dispatcher.hpp"

namespace runtime {

core::Reply stranger(const core::Directory& people, const core::Origin& origin) {
  return core::whisper(language_of(people, origin), "who.stranger");
}

core::Person passer_by(core::Context& context, const core::Origin& origin) {
  core::Person nobody;
  nobody.id = core::PersonId(core::new_id(context.random()));
  nobody.workspace = origin.workspace;
  nobody.user = origin.user;
  nobody.name = origin.user_name.empty() ? origin.user : origin.user_name;
  nobody.language = language_of(context.people(), origin);
  nobody.in_file = false;
  return nobody;
}

}  // namespace runtime
