#pragma once
// A certificate of attendance on paper. (bot/app/certificate.hpp is about the certificate of https.)

#include <string>

#include "bot/features/certificates/feature.hpp"

namespace drawing {

// One page of A4 as PDF; the same certificate gives the same bytes. Throws std::runtime_error: no fonts.
std::string pdf_of_certificate(const certificates::Certificate& certificate, const std::string& organisation,
                               const std::string& site);

}  // namespace drawing
