#pragma once

#include <functional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace millrace::cli {

/// A name that people bring from another program, and ours for the same thing.
struct Alias {
  std::string_view given;  ///< "-nireq"
  std::string_view meant;  ///< "--requests"
};

/// Every alias: benchmark_app's single-dash words, YOLOv5's and Ultralytics' names.
std::span<const Alias> aliases();

/// The arguments with aliases replaced, `-hint=latency` included. Nothing after "--" is touched, nor the values of
/// options, which never look like these names.
std::vector<std::string> apply_aliases(std::vector<std::string> arguments);

/// The first argument that is a single-dash word, no alias ("-hnit") and not `allowed`, or "". The option parser would
/// take it apart into the options -h, -n, -i and -t.
std::string single_dash_word(std::span<const std::string> arguments,
                             const std::function<bool(const std::string&)>& allowed);

}  // namespace millrace::cli
