#pragma once

#include <algorithm>
#include <exception>
#include <iostream>
#include <string>
#include <vector>

#include <CLI/CLI.hpp>

namespace millrace::benchmarks {

/// Reads the command line and runs; returns the exit code. An exception is told with the program's `name`.
template <class Run>
int run_program(const char* name, CLI::App& app, int count, char** words, Run run) {
  std::vector<std::string> given(words + 1, words + count);
  std::ranges::reverse(given);  // CLI11 takes them from the back
  try {
    app.parse(std::move(given));
    return run();
  } catch (const CLI::ParseError& error) {
    return app.exit(error);
  } catch (const std::exception& error) {
    std::cerr << name << ": " << error.what() << '\n';
    return 1;
  }
}

}  // namespace millrace::benchmarks
