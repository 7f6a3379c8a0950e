#pragma once

namespace mail {

// Before anything of GMime is used; twice is once. Any thread.
void prepare_gmime();

}  // namespace mail
