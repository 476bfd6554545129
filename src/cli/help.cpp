#include "cli/help.hpp"

#include <string>
#include <vector>

#include <fmt/format.h>

#include "cli/arguments/aliases.hpp"
#include "cli/text/text_layout.hpp"

namespace millrace::cli {
namespace {

constexpr std::size_t kTextColumn = 28;

/// "  -d, --device NAME       Device: CPU, GPU.0, AUTO [CPU]"; a long name stands on a line of its own.
std::string entry(const std::string& name, const std::string& text) {
  std::string line = "  " + name;
  if (line.size() + 2 > kTextColumn) {
    line += "\n" + std::string(kTextColumn, ' ');
  } else {
    line = fmt::format("{:{}}", line, kTextColumn);
  }
  return fmt::format("{}{}\n", line, wrap(text, kTextColumn, kTextColumn));
}

std::string section(const std::string& title, const std::string& entries) {
  return entries.empty() ? "" : fmt::format("\n{}:\n{}", title, entries);
}

/// "MODEL, -m, --model FILE"
std::string name_of(const CLI::Option& option) {
  std::vector<std::string> names;
  if (option.get_positional()) names.push_back(option.get_name(true));
  for (const std::string& name : option.get_snames()) names.push_back("-" + name);
  for (const std::string& name : option.get_lnames()) names.push_back("--" + name);
  std::string text = fmt::format("{}", fmt::join(names, ", "));
  if (option.get_items_expected_max() > 0) text += " " + option.get_type_name();
  if (option.get_items_expected_max() > 2) text += "...";
  return text;
}

std::string text_of(const CLI::Option& option) {
  const std::string value = option.get_default_str();
  return option.get_description() + (value.empty() ? "" : fmt::format(" [{}]", value));
}

std::string entries_of(const CLI::App& command, bool positional) {
  const auto belongs = [positional](const CLI::Option* option) {
    return option->get_positional() == positional && !option->get_group().empty();
  };
  std::string text;
  for (const CLI::Option* option : command.get_options(belongs)) text += entry(name_of(*option), text_of(*option));
  return text;
}

std::string commands_of(const CLI::App& program) {
  std::string text;
  for (const CLI::App* command : program.get_subcommands([](const CLI::App*) { return true; })) {
    text += entry(command->get_name(), command->get_description());
  }
  return text;
}

/// One line for each option of the command that has aliases.
std::string aliases_of(const CLI::App& command) {
  std::string text;
  for (const CLI::Option* option : command.get_options()) {
    std::vector<std::string> names;
    for (const Alias& alias : aliases()) {
      const bool own = option->check_name(std::string(alias.given));
      if (!own && option->check_name(std::string(alias.meant))) names.emplace_back(alias.given);
    }
    if (!names.empty()) text += entry("--" + option->get_lnames().front(), fmt::format("{}", fmt::join(names, ", ")));
  }
  return text;
}

}  // namespace

std::string Help::make_help(const CLI::App* command, std::string name, CLI::AppFormatMode) const {
  return fmt::format("{}\n\n{}\n{}\n", command->get_description(), make_usage(command, name), command->get_footer()) +
         section("Commands", commands_of(*command)) + section("Arguments", entries_of(*command, true)) +
         section("Options", entries_of(*command, false)) +
         section("Aliases, from benchmark_app and YOLO", aliases_of(*command));
}

}  // namespace millrace::cli
