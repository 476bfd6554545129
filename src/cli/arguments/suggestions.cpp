#include "cli/arguments/suggestions.hpp"

#include <algorithm>
#include <filesystem>
#include <string_view>
#include <system_error>
#include <vector>

#include <CLI/CLI.hpp>
#include <fmt/format.h>

#include "base/nearest.hpp"
#include "cli/arguments/aliases.hpp"
#include "cli/arguments/foreign_options.hpp"

namespace millrace::cli {
namespace {

std::vector<std::string> option_names(const CLI::App& command) {
  std::vector<std::string> names;
  for (const CLI::Option* option : command.get_options()) {
    for (const std::string& name : option->get_lnames()) names.push_back("--" + name);
  }
  return names;
}

// The command's own names, and the aliases that stand for one of them.
std::vector<std::string> known_names(const CLI::App& command) {
  std::vector<std::string> names = option_names(command);
  const std::vector<std::string> own = names;
  for (const Alias& alias : aliases()) {
    if (std::ranges::find(own, alias.meant) != own.end()) names.emplace_back(alias.given);
  }
  return names;
}

// Our name for a command of Ultralytics or another program.
std::string meant_by(const std::string& word) {
  if (word == "predict" || word == "infer" || word == "run") return "detect";
  if (word == "benchmark" || word == "benchmark_app") return "bench";
  if (word == "info") return "inspect";
  return "";
}

}  // namespace

std::string unknown_command(const CLI::App& program, const std::string& word) {
  std::vector<std::string> names;
  for (const CLI::App* command : program.get_subcommands([](const CLI::App*) { return true; })) {
    names.push_back(command->get_name());
  }
  const std::string meant = meant_by(word);
  const std::string guess =
      meant.empty() ? base::did_you_mean(word, names) : fmt::format("; did you mean '{}'?", meant);
  return fmt::format("unknown command '{}'{} (there are: {})", word, guess, fmt::join(names, ", "));
}

std::string unknown_argument(const CLI::App& command, const std::string& argument) {
  if (!argument.starts_with('-')) return fmt::format("one argument too many: '{}'", argument);
  const std::string name = argument.substr(0, argument.find('='));
  const bool short_word = !name.starts_with("--");
  const std::vector<std::string> names = known_names(command);
  if (name.size() <= 2) return fmt::format("unknown option '{}'", name);  // all other letters are equally near
  // A single-dash word may be a typo of benchmark_app's name or of our own.
  std::string guess = base::did_you_mean(name, names);
  if (guess.empty() && short_word) guess = base::did_you_mean("-" + name, names);
  return fmt::format("unknown option '{}'{}", name, guess);
}

bool is_short_option_with_value(const CLI::App& command, const std::string& word) {
  constexpr std::size_t kLongName = 5;  // only names this long have typos: "-divice" is not device "ivice"
  const CLI::Option* const option = command.get_option_no_throw(word.substr(0, 2));
  if (option == nullptr || option->get_expected_max() == 0) return false;
  const std::string name = "-" + word.substr(0, word.find('='));
  std::vector<std::string> names = option_names(command);
  const auto begins_one = [&name](const std::string& other) {
    return other.starts_with(name) || name.starts_with(other);
  };
  if (name.size() > 4 && std::ranges::any_of(names, begins_one)) return false;  // -dev, -out, -output
  std::erase_if(names, [](const std::string& other) { return other.size() < kLongName + 2; });
  return base::did_you_mean(name, names).empty();
}

std::string as_typed(const CLI::App& command, const std::string& message, const std::vector<std::string>& given) {
  for (const std::string& argument : given) {
    if (!argument.starts_with('-')) continue;
    const std::string typed = argument.substr(0, argument.find('='));
    const CLI::Option* const option = command.get_option_no_throw(apply_aliases({typed}).front());
    const std::string name = option == nullptr ? "" : option->get_name();
    if (!name.empty() && message.starts_with(name + ":")) return typed + message.substr(name.size());
  }
  return message;
}

CLI::Validator no_assignment(const CLI::App& command) {
  const auto check = [&command](const std::string& value) -> std::string {
    const auto equals = value.find('=');
    if (equals == std::string::npos || value.starts_with('-')) return "";
    std::error_code unknown;
    const std::string option = apply_aliases({"--" + value.substr(0, equals)}).front();
    if (std::filesystem::exists(value, unknown)) return "";
    if (command.get_option_no_throw(option) == nullptr) return foreign_option(command, "--" + value.substr(0, equals));
    return fmt::format("'{}' is not a file; write options as {} {}", value, option, value.substr(equals + 1));
  };
  return {check, ""};
}

}  // namespace millrace::cli
