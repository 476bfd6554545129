#include "cli/program.hpp"

#include <algorithm>
#include <iostream>
#include <memory>
#include <new>
#include <optional>
#include <sstream>

#include <CLI/CLI.hpp>
#include <fmt/format.h>

#include "base/platform.hpp"
#include "cli/arguments/aliases.hpp"
#include "cli/arguments/foreign_options.hpp"
#include "cli/arguments/spread_values.hpp"
#include "cli/arguments/suggestions.hpp"
#include "cli/command.hpp"
#include "cli/help.hpp"
#include "cli/version.hpp"
#include "io/output_file.hpp"
#include "openvino/core/except.hpp"
#include "queue/openvino_reason.hpp"

namespace millrace::cli {
namespace {

constexpr const char* kName = "millrace";

int code(ExitCode exit) {
  return static_cast<int>(exit);
}

// "millrace devices", or "millrace" for the program itself.
std::string spoken_name(const CLI::App& command) {
  return command.get_parent() == nullptr ? kName : fmt::format("{} {}", kName, command.get_name());
}

// The command that the user chose, or the program itself before there is one.
const CLI::App* chosen_command(const CLI::App* program) {
  const auto chosen = program->get_subcommands();
  return chosen.empty() ? program : chosen.front();
}

int usage_error(const std::string& name, const std::string& message) {
  say(name, message);
  std::cerr << "Try '" << name << " --help'.\n";
  return code(ExitCode::kUsage);
}

int failure(const CLI::App& program, const std::string& message, ExitCode exit) {
  say(spoken_name(*chosen_command(&program)), message);
  return code(exit);
}

bool has_command(const CLI::App& program, const std::string& name) {
  const auto is_it = [&name](const CLI::App* command) { return command->check_name(name); };
  return !program.get_subcommands(is_it).empty();
}

// `given` is the command line as typed, before aliases were replaced.
int left_over(const CLI::App& program, const std::vector<std::string>& given) {
  const CLI::App& command = *chosen_command(&program);
  const std::vector<std::string> rest = program.remaining(true);
  const std::string first = rest.empty() ? "" : rest.front();
  const std::vector<std::string> replaced = apply_aliases(given);
  const auto place = static_cast<std::size_t>(std::ranges::find(replaced, first) - replaced.begin());
  return usage_error(spoken_name(command), unknown_argument(command, place < given.size() ? given[place] : first));
}

// The option parser would name an argument by its option: "--model is required".
int missing(const CLI::App& program, const std::string& message) {
  const CLI::App& command = *chosen_command(&program);
  for (const CLI::Option* option : command.get_options()) {
    if (option->get_required() && option->count() == 0) {
      return usage_error(spoken_name(command), option->get_name(option->get_positional()) + " is missing");
    }
  }
  return usage_error(spoken_name(command), message);
}

void set_up(CLI::App& program, Run& run) {
  program.set_version_flag("-V,--version", version_text());
  program.require_subcommand(1);
  program.formatter(std::make_shared<Help>());
  for (const AddCommand add : commands()) add(program, run);
  program.footer(examples({"millrace devices", "millrace detect yolov5n.onnx photos/", "millrace bench --help"}));
}

// Reads the command line. Returns an exit code if there is nothing to run: help, version, a mistake.
std::optional<int> read_arguments(CLI::App& program, const std::vector<std::string>& given) {
  try {
    std::vector<std::string> arguments = join_spread_values(apply_aliases(given));
    std::ranges::reverse(arguments);  // CLI11 takes them from the back
    program.parse(std::move(arguments));
    return std::nullopt;
  } catch (const CLI::Success& done) {
    std::ostringstream text;
    program.exit(done, text, text);
    io::OutputFile("-").write(text.str());
    return code(ExitCode::kOk);
  } catch (const CLI::ExtrasError&) {
    return left_over(program, given);
  } catch (const CLI::RequiredError& error) {
    return missing(program, error.what());
  } catch (const CLI::ParseError& error) {
    const CLI::App& command = *chosen_command(&program);
    return usage_error(spoken_name(command), as_typed(command, error.what(), given));
  }
}

// "help detect" is "detect --help".
std::vector<std::string> with_help_as_option(std::vector<std::string> arguments) {
  if (arguments.empty() || arguments.front() != "help") return arguments;
  arguments.erase(arguments.begin());
  arguments.resize(std::min<std::size_t>(arguments.size(), 1));
  arguments.emplace_back("--help");
  return arguments;
}

int run_command(CLI::App& program, const std::vector<std::string>& given) {
  const std::vector<std::string> arguments = with_help_as_option(given);
  Run run;
  set_up(program, run);
  if (arguments.empty()) {
    std::cerr << program.help() << '\n';
    return code(ExitCode::kUsage);
  }
  const std::string& first = arguments.front();
  if (!first.starts_with('-') && !has_command(program, first)) {
    return usage_error(kName, unknown_command(program, first));
  }
  const CLI::App& command = has_command(program, first) ? *program.get_subcommand(first) : program;
  if (const std::string foreign = first_foreign_option(command, arguments); !foreign.empty()) {
    return usage_error(spoken_name(command), foreign);
  }
  if (first.starts_with("--") && program.get_option_no_throw(first) == nullptr) {
    return usage_error(kName, unknown_argument(program, first));
  }
  const std::string word = single_dash_word(apply_aliases(arguments), [&command](const std::string& argument) {
    return is_short_option_with_value(command, argument);
  });
  if (!word.empty()) {
    return usage_error(spoken_name(command), unknown_argument(command, word));
  }
  if (const auto done = read_arguments(program, arguments)) return *done;
  return code(run(this_terminal()));
}

}  // namespace

int run_program(const std::vector<std::string>& arguments) {
  base::platform::ignore_file_size_signal();
  CLI::App program("Runs vision models on Intel hardware and keeps it busy.", kName);
  try {
    return run_command(program, arguments);
  } catch (const Error& error) {
    return failure(program, error.what(), exit_code_of(error.code()));
  } catch (const ov::Exception& error) {
    return failure(program, "OpenVINO: " + queue::openvino_reason(error.what()), ExitCode::kNotUsable);
  } catch (const std::bad_alloc&) {
    return failure(program, "memory ran out; try fewer --requests, smaller pictures or a lower --max-pixels",
                   ExitCode::kFailed);
  } catch (const std::exception& error) {
    return failure(program, error.what(), ExitCode::kFailed);
  }
}

}  // namespace millrace::cli
