#pragma once

#include <string>
#include <string_view>
#include <system_error>

namespace millrace::base {

/// The reason for a failed read and what to try: "cannot be opened: Permission denied; check its permissions".
inline std::string read_failure(std::string_view what, const std::error_code& error) {
  std::string_view advice = "check its permissions";
  if (error == std::errc::filename_too_long) {
    advice = "give it a shorter name, or run nearer to it";
  } else if (error == std::errc::no_such_file_or_directory || error == std::errc::not_a_directory ||
             error == std::errc::is_a_directory || error == std::errc::too_many_symbolic_link_levels) {
    advice = "check the path";
  } else if (error == std::errc::too_many_files_open || error == std::errc::too_many_files_open_in_system) {
    advice = "raise the limit (ulimit -n)";
  } else if (error == std::errc::no_such_device_or_address) {
    advice = "give a file or a pipe";
  } else if (error == std::errc::io_error) {
    advice = "check the disk";
  }
  return std::string(what).append(": ").append(error.message()).append("; ").append(advice);
}

}  // namespace millrace::base
