#pragma once

#include <functional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace millrace::cli {

/// A name that people know from another program, and ours for the same option.
struct Alias {
  std::string_view given;  ///< "-nireq"
  std::string_view meant;  ///< "--requests"
};

/// Every alias: benchmark_app's single-dash words, YOLOv5's and Ultralytics' names.
std::span<const Alias> aliases();

/// The arguments with aliases replaced, `-hint=latency` included. Leaves alone what follows "--", and the values of
/// options, which never look like these names.
std::vector<std::string> apply_aliases(std::vector<std::string> arguments);

/// The first argument that is a single-dash word, neither an alias ("-hnit") nor `allowed`, or "". The option parser
/// would split it into the options -h, -n, -i and -t.
std::string single_dash_word(std::span<const std::string> arguments,
                             const std::function<bool(const std::string&)>& allowed);

}  // namespace millrace::cli
