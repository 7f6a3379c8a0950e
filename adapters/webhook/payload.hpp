#pragma once
// What is posted to a webhook address. Pure; any thread.

#include <string>

#include "adapters/webhook/outline.hpp"
#include "adapters/webhook/shape.hpp"

namespace webhook {

// The JSON of one post that says what `outline` says and keeps within the platform's limits: what is too long
// ends with "…", and what people are asked to do is kept. Empty when there is nothing to say.
std::string payload(Shape shape, const Outline& outline);

}  // namespace webhook
