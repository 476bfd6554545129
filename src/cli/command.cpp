#include "cli/bench/command.hpp"

#include "cli/command.hpp"
#include "cli/detect/command.hpp"
#include "cli/devices/command.hpp"
#include "cli/inspect/command.hpp"
#include "cli/soak/command.hpp"

namespace millrace::cli {
namespace {

constexpr AddCommand kCommands[] = {
    add_devices_command, add_inspect_command, add_detect_command, add_bench_command, add_soak_command,
};

}  // namespace

std::span<const AddCommand> commands() {
  return kCommands;
}

std::string examples(const std::vector<std::string>& lines) {
  std::string text = "Examples:";
  for (const std::string& line : lines) text += "\n  " + line;
  return text;
}

}  // namespace millrace::cli
