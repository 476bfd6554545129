#pragma once

#include <string>
#include <vector>

namespace millrace::cli {

/// The arguments with values that were typed as several words joined: `--imgsz 480 640` is `--imgsz 480,640` if both
/// words are numbers and there is no file "640"; `--classes person bus` is `--classes person,bus`, up to a word that is
/// an option, a file, or looks like a path. Leaves alone what follows "--".
std::vector<std::string> join_spread_values(const std::vector<std::string>& arguments);

}  // namespace millrace::cli
