#pragma once
// A certificate of attendance, where the programme has one: for whoever was at as many sessions as it says,
// fetched by themselves as PDF. Whoever has the paper can ask a page whether its code was issued, and is told
// no more.

#include <functional>
#include <memory>
#include <string>
#include <vector>

#include "bot/core/programme.hpp"
#include "bot/features/certificates/store.hpp"
#include "bot/features/feature.hpp"

namespace certificates {

// How many digits a code has: neither a sheet's nor a slip's.
inline constexpr std::size_t code_digits = 10;

struct Certificate {
  std::string name, group, programme;
  std::vector<std::string> themes;  // of the programme's sessions
  int came = 0, held = 0;
  std::string from, to;  // as people say the days
  std::string issued;
  std::string code;  // "7K3M-Q0VX-2R"
  core::Language language = core::Language::nb;
};

struct Options {
  // As PDF; empty, or giving nothing: there is no paper.
  std::function<std::string(const Certificate&)> print{};
  // The address under which a person's press does it; empty, or giving nothing: there are no pages.
  std::function<std::string(const core::Person&, const core::Button&)> address{};
};

// Store and programmes must outlive the feature. Hears AttendanceTaken.
std::unique_ptr<features::Feature> make(CertificateStore& store, const core::Programmes& programmes,
                                        Options options);

// To whoever asks about the code on a paper; nothing: no certificate has it. Reads alone.
std::optional<core::Message> checked(CertificateStore& store, const std::string& typed,
                                     core::Language language);

}  // namespace certificates
