#pragma once
// What a group has on paper, drawn for whoever fetches it. Empty on a machine without fonts, which the log
// says.

#include <functional>
#include <string>

#include "bot/app/config.hpp"
#include "bot/features/certificates/feature.hpp"
#include "bot/features/papers/feature.hpp"
#include "storage/stores.hpp"

namespace app {

std::string printed_page(const std::string& name, const core::Message& page, core::Language language);
std::string printed(const certificates::Certificate& paper, const Config& config);

// Stores and programmes outlive it. `address`: of core::Platforms, a person's press on a page; may be empty.
papers::Options group_papers(storage::Stores& stores, const core::Programmes& programmes,
                             std::function<std::string(const core::Person&, const core::Button&)> address);

}  // namespace app
