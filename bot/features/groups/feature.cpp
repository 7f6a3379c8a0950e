#include "bot/features/groups/feature.hpp"

#include <utility>

#include "bot/features/groups/overview.hpp"
#include "bot/features/groups/setup.hpp"

namespace groups {
namespace {

class Groups final : public features::Feature {
 public:
  Groups(GroupStore& store, Options options)
      : options_(std::move(options)),
        overview_(store, options_),
        setup_(store, options_.house, [this](const core::Context& context, const core::Group& group) {
          return overview_.faults(context, group);
        }) {}

  std::string_view name() const override { return "groups"; }
  std::vector<features::CommandSpec> commands() override {
    auto all = setup_.commands();
    for (features::CommandSpec& spec : overview_.commands()) all.push_back(std::move(spec));
    return all;
  }
  std::vector<features::EventRow> events() override {
    auto all = setup_.events();
    for (features::EventRow& row : overview_.events()) all.push_back(std::move(row));
    return all;
  }
  void start(core::Context& context) override { overview_.start(context); }
  void due(core::Context& context, const core::Job&) override { overview_.look(context); }

 private:
  Options options_;
  Overview overview_;
  Setup setup_;
};

}  // namespace

std::unique_ptr<features::Feature> make(GroupStore& store, Options options) {
  return std::make_unique<Groups>(store, std::move(options));
}

}  // namespace groups
