#pragma once
// The data of page/form.mustache. Private to view.cpp.

#include <kainjow/mustache.hpp>

#include "adapters/web/view.hpp"

namespace web {

kainjow::mustache::data form_data(const FormView& form);

}  // namespace web
