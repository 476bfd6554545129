#pragma once

#include <memory>
#include <string>

#include "millrace/io/result_folder.hpp"

namespace millrace::cli {

/// The folder that a run will write to when none was given: `base`, or `base`2, `base`3, ... the first that is not
/// there. With `reuse` it is `base` itself.
std::string default_output_folder(const std::string& base, bool reuse);

/// Makes that folder. Of two runs that start at once, each makes one of its own. Throws Error kIo when the system
/// refuses.
std::shared_ptr<ResultFolder> make_output_folder(const std::string& base);

}  // namespace millrace::cli
