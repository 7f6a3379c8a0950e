#pragma once
// Minutes that name nobody: what a group agreed on and keeps. A facilitator releases one to the leaders, or
// takes it back before that.

#include "bot/features/matters/keeper.hpp"

namespace matters {

class Minutes {
 public:
  Minutes(Keeper& keeper, KeptStore& store) : keeper_(keeper), store_(store) {}

  std::vector<features::EventRow> events();

 private:
  struct Page {
    core::GroupId group;
    int number;
  };
  struct One {
    KeptStore::Found found;
  };
  friend const core::GroupId& group_of(const Page& page) { return page.group; }
  friend const core::GroupId& group_of(const One& one) { return one.found.group; }

  std::optional<Page> page_of(const core::GroupId& group, const std::optional<int>& number);
  std::optional<One> one_of(const std::string& id);
  std::optional<core::Reply> not_now(core::Context& context, const features::Here& who, const One& one);

  core::Reply list(core::Context& context, const features::Here& who, const Page& page);
  core::Reply open(core::Context& context, const features::Here& who, const One& one);
  core::Reply release(core::Context& context, const features::Here& who, const One& one);
  core::Reply take_back(core::Context& context, const features::Here& who, const One& one);
  // Who reads what is released.
  std::string names(core::Context& context, const features::Here& who) const;

  Keeper& keeper_;
  KeptStore& store_;
};

}  // namespace matters
