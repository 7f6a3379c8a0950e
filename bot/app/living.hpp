#pragma once
// Who there is, for commands beside the service: the file's people and groups, and those that live in chat.

#include <memory>

#include "bot/app/config.hpp"
#include "bot/core/people.hpp"

namespace app {

// As the file says of those it names, as the database of the others: groups, and whoever is in one or
// coordinates. Where the database cannot be read, the file's alone. Reads; any thread.
std::shared_ptr<const core::Directory> living(const Config& config);

// "Hjemmetjenesten nord (hjemme-nord)": as people say it, with its key where that is another word.
std::string as_said(const core::Group& group);
// By the name alone, with the account where two have the same.
std::string as_said(const core::Directory& people, const core::Person& person);

}  // namespace app
