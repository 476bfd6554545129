#pragma once

#include <string>

#include "cli/devices/report.hpp"
#include "cli/text/terminal.hpp"

namespace millrace::cli {

/// How much `millrace devices` says.
struct DevicesTextOptions {
  bool all = false;      ///< every supported property as well
  bool explain = false;  ///< what each property and hint means
};

/// The report for people: versions and devices first, one table per device with a column for each hint, then what is
/// missing and why, then the words.
std::string devices_text(const DevicesReport& report, const DevicesTextOptions& options, const Terminal& terminal);

}  // namespace millrace::cli
