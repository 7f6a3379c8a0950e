#pragma once
// What is asked back where a command is not clear: in which group, which one was meant, and what about the
// second of two in one message.

#include <functional>
#include <string>
#include <vector>

#include "bot/runtime/dispatcher.hpp"

namespace runtime {

// Who names no group speaks of the only one near them in which they may do it; nothing: none, or several.
const core::Group* only_group(const core::Directory& people, const features::Who& who, features::Right needs);

// Of which group somebody speaks who has several. Whom no group lets do it is refused at once.
core::Reply which_group(const core::Directory& people, const features::Who& who, const Routed& routed);

// Half-known input: the command that its words speak of, else the nearest verb, when it is near.
core::Reply which_command(const core::Directory& people, const features::Who& who, const Routed& routed,
                          const std::vector<features::CommandSpec>& commands);

// Refused for want of a right; with the command that the same words may mean for this person.
core::Reply refused(core::Reply reply, const core::Directory& people, const features::Who& who,
                    const Routed& routed, const std::vector<features::CommandSpec>& commands);

// The answer to a command, with what a button may say instead (core::Reply::again) where words behind an
// anonymous verb were left unread. `unread`: the line without `named`, the group that was named in it.
core::Reply with_less(core::Reply reply, const Routed& routed, const core::CommandLine& unread,
                      const core::Group* named);

// The answer to the first of two commands, with the other as a button.
core::Reply with_next(core::Reply reply, core::Language language, const Routed& routed);

// The second command in a line, where a person would see one: on a line of its own, behind "og", a comma or
// the command word. The number of its first word; 0: none. `is_verb` knows whether a word is one's verb
// there.
std::size_t second_command(const core::CommandLine& line,
                           const std::function<bool(std::size_t, const std::string&)>& is_verb);
// The words from there on as they would be typed again.
std::string typed_again(const core::CommandLine& line, std::size_t from);
// Without them, and without what joined them to the first.
void cut_before(core::CommandLine& line, std::size_t at);

}  // namespace runtime
