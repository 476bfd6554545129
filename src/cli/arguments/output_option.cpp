#include "cli/arguments/output_option.hpp"

#include <cstdlib>

#include <CLI/CLI.hpp>
#include <fmt/format.h>

#include "base/platform.hpp"
#include "cli/arguments/input_files.hpp"
#include "io/output_file.hpp"
#include "io/output_place.hpp"
#include "millrace/base/error.hpp"

namespace millrace::cli {
namespace {

namespace platform = base::platform;

// The shell opened that file; replacing it would cut off whatever else is printed there.
bool is_where_standard_output_goes(const std::string& path) {
  const auto file = platform::status_of(path);
  const auto standard = platform::status_of(platform::kStandardOutput);
  return file && standard && file->kind == platform::FileKind::kRegular && file->is_same_file(*standard);
}

}  // namespace

CLI::Validator output_path() {
  return {[](const std::string& path) {
            if (path.empty()) return std::string("the path is empty");
            if (path.size() == 1 || path.front() != '-') return std::string{};
            return fmt::format("'{}' looks like an option; give a path, or ./{} if it is one", path, path);
          },
          ""};
}

CLI::Option* add_output_option(CLI::App& command, const std::string& names, std::string& path,
                               const std::string& description) {
  const auto dash_for_standard_output = [](std::string& given) {
    if (io::own_descriptor(given) == platform::kStandardOutput) given = "-";
    return std::string{};
  };
  return command.add_option(names, path, description)
      ->type_name("FILE")
      ->check(output_path())
      ->transform(CLI::Validator(dash_for_standard_output, ""));
}

std::string trace_path() {
  const char* const path = std::getenv("MILLRACE_TRACE");
  return path == nullptr ? "" : path;
}

void write_output(const std::string& path, std::string_view text) {
  io::OutputFile file(path);
  file.write(text);
  file.close();
}

void check_output(const std::string& option, const std::string& path, InputFiles& inputs) {
  if (path.empty() || path == "-") return;
  if (const auto input = inputs.same_as(path)) {
    const std::string which = *input == path ? "" : fmt::format(" ({})", *input);
    throw Error(ErrorCode::kInvalidArgument,
                fmt::format("{} {} would replace an input{}; give it another name", option, path, which));
  }
  if (is_where_standard_output_goes(path)) {
    throw Error(ErrorCode::kInvalidArgument,
                fmt::format("{} {} is where standard output goes; give - for it, or another name", option, path));
  }
  io::require_writable_file(path);
}

}  // namespace millrace::cli
