#include "cli/stall_exit.hpp"

#include <cstdlib>
#include <iostream>

#include "cli/exit_code.hpp"

namespace millrace::cli {

StallHook exit_on_stall(const std::string& command) {
  return [command](const StallReport& report) {
    std::cerr << command << ": " << report.text() << '\n' << std::flush;
    std::_Exit(static_cast<int>(ExitCode::kFailed));
  };
}

}  // namespace millrace::cli
