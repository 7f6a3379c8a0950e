#pragma once
// A message as a webhook can show it: buttons have become links, pictures too, bars have become text. What
// remains is rendered by one small file for each kind of platform. Pure but for `links`; any thread.

#include <functional>
#include <string>
#include <vector>

#include "bot/core/language.hpp"
#include "bot/core/message.hpp"
#include "bot/core/outbound.hpp"
#include "bot/runtime/links.hpp"

namespace webhook {

struct Link {
  std::string label, url;
};

struct Part {
  enum class Kind {
    heading,
    paragraph,
    line,  // one of several that belong together: facts, bars
    item,  // of a list; `number` is 0 in a list without numbers
    context,
    divider,
    links,
  };
  Kind kind;
  core::Rich text{};   // cleaned; addresses are http or https and fit
  bool drawn = false;  // begins with a bar: nothing for those who hear the text
  int number = 0;
  std::vector<Link> links{};  // labels are cleaned and fit
};
using Outline = std::vector<Part>;

// Each button becomes the link to the page where it can be pressed, or is left out when there is none. When a
// message has buttons and none of them a link, one link to the destination's page stands in the place of the
// first. `links` may be null: no links. Commands are told of nowhere, because whoever wrote one in such a
// chat would write to everybody in it; where there is no page either, what leads up to one is left out whole.
Outline outline(const core::Message& message, const core::Destination& to, runtime::Links* links,
                core::Language language);

// `part` is one more line of what `before` belongs to: the same list, the same facts.
bool continues(const Part& part, const Part& before);
bool has_text(const Outline& outline);
// Everything in words, for a notification; addresses after their labels.
std::string plain_text(const Outline& outline);

// The longest beginning of the texts that `fits` takes, with "…" where it ends. Links stay, because they are
// what people are asked to do; they go last, from behind, when they do not fit even without a text. More
// than `most` characters never fit: it keeps the work small.
Outline fitted(const Outline& whole, std::size_t most, const std::function<bool(const Outline&)>& fits);

}  // namespace webhook
