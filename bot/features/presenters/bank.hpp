#pragma once
// The bank of made-up situations, of all packs together: looked through by theme, chosen for the next
// session, put on paper.

#include <functional>
#include <optional>
#include <string>
#include <vector>

#include "bot/core/programme.hpp"
#include "bot/features/feature.hpp"
#include "bot/features/presenters/store.hpp"

namespace presenters {

class Bank {
 public:
  // As Options of the feature.
  using Print = std::function<std::string(const std::string& name, const core::Message&, core::Language)>;
  using Address = std::function<std::string(const core::Person&, const core::Button&)>;
  Bank(PresenterStore& store, const core::Programmes& programmes, Print print, Address address)
      : store_(store), programmes_(programmes), print_(std::move(print)), address_(std::move(address)) {}

  std::vector<features::CommandSpec> commands();
  std::vector<features::EventRow> events();

 private:
  struct Theme {
    const core::Localized* name;  // of the first case that has it
    std::vector<CaseRef> cases;
  };
  struct Which {
    core::GroupId group;
    int number;
  };
  friend const core::GroupId& group_of(const Which& which) { return which.group; }
  struct Chosen {
    core::GroupId group;
    CaseRef ref;
    const core::Case* made_up;
  };
  friend const core::GroupId& group_of(const Chosen& chosen) { return chosen.group; }

  std::vector<Theme> themes() const;
  std::optional<Chosen> find(const core::GroupId& group, const std::string& programme, int number);

  core::Reply list(core::Context&, const features::Here& who, const core::CommandLine&);
  core::Reply theme(core::Context&, const features::Here& who, const Which& which);
  core::Reply show(core::Context& context, const features::Here& who, const Chosen& chosen);
  core::Reply choose(core::Context& context, const features::Here& who, const Chosen& chosen);
  core::Reply print(core::Context&, const features::Here& who, const Chosen& chosen);

  PresenterStore& store_;
  const core::Programmes& programmes_;
  Print print_;
  Address address_;
};

}  // namespace presenters
