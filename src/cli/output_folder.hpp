#pragma once

#include <filesystem>

namespace millrace::cli {

/// The folder that a run writes to when none was given: `base`, or `base`2, `base`3, ... the first that is not there.
/// With `reuse` it is `base` itself.
std::filesystem::path default_output_folder(const std::filesystem::path& base, bool reuse);

}  // namespace millrace::cli
