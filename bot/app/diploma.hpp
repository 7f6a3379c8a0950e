#pragma once
// A certificate of attendance on paper. (bot/app/certificate.hpp is about the certificate of https.)

#include <string>

#include "bot/features/certificates/feature.hpp"

namespace app {

// One page of A4 as PDF; the same certificate gives the same bytes. `organisation` may be empty; `site`:
// where codes are asked about ("https://bot.example.no/s/"). Throws std::runtime_error: no fonts.
std::string pdf_of(const certificates::Certificate& certificate, const std::string& organisation,
                   const std::string& site);

}  // namespace app
