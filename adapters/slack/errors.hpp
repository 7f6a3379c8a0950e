#pragma once
// What Slack's error codes ask of us (the pages of the methods; unknown ones are permanent for posts). Pure.

#include <string_view>

namespace slack {

enum class Trouble {
  credential,  // nothing works before an operator has done something
  place,       // the same, and it is about this one place alone
  locked,      // the same, and it may be about some places, or all
  target,      // this channel, person or message will not take it
  payload,     // we sent something wrong
  passing,     // try again later
  half_done,   // passing, and it may have been done
  view,        // the modal is gone or was never there
  unknown,
};

Trouble trouble_of(std::string_view code);

// Codes at which opening a socket is not tried again.
bool ends_socket(std::string_view code);

}  // namespace slack
