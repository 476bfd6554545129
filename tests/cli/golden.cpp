#include "golden.hpp"

#include <array>
#include <regex>
#include <sstream>
#include <string_view>

#include "fakes/golden.hpp"

namespace millrace {
namespace {

// What is said of every model; it depends on the machine.
bool is_about_the_model(std::string_view line) {
  constexpr std::array<std::string_view, 5> kHeads = {"model      ", "input      ", "labels     ", "limits     ",
                                                      "runs on    "};
  for (const std::string_view head : kHeads) {
    if (line.starts_with(head)) return true;
  }
  return false;
}

std::string without_what_changes(const std::string& text) {
  static const std::regex number(R"([0-9]+(\.[0-9]+)?( ms\b| pictures/s))");
  static const std::regex folder(R"([^ ']*/millrace-test-[A-Za-z0-9]{6}/)");
  std::string kept;
  std::istringstream lines(text);
  for (std::string line; std::getline(lines, line);) {
    if (is_about_the_model(line)) continue;
    kept += std::regex_replace(std::regex_replace(line, number, "#$2"), folder, "") + "\n";
  }
  return kept;
}

}  // namespace

void expect_golden(const std::string& name, const ProgramResult& result) {
  const std::string said = "exit code " + std::to_string(result.exit_code) + "\n--- standard output\n" +
                           without_what_changes(result.out) + "--- standard error\n" + without_what_changes(result.err);
  expect_golden_text("cli/golden/" + name + ".txt", said);
}

}  // namespace millrace
