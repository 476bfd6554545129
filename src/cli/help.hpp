#pragma once

#include <CLI/CLI.hpp>

namespace millrace::cli {

/// The help of the program and of each command: what it does, its usage, examples, then every argument and option once
/// with its default in brackets, and at the end the names that other programs use.
class Help : public CLI::Formatter {
 public:
  std::string make_help(const CLI::App* command, std::string name, CLI::AppFormatMode mode) const override;
};

}  // namespace millrace::cli
