#pragma once

#include <memory>
#include <string>

#include "millrace/io/result_folder.hpp"

namespace millrace::cli {

/// The folder that a run writes to when none was given: the first of `base`, `base`2, `base`3, ... that does not exist.
/// With `reuse`, `base` itself.
std::string default_output_folder(const std::string& base, bool reuse);

/// Makes that folder. Two runs that start at once get different ones. Throws Error kIo when the system refuses.
std::shared_ptr<ResultFolder> make_output_folder(const std::string& base);

}  // namespace millrace::cli
