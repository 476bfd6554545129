#pragma once

#include <string>
#include <string_view>
#include <vector>

namespace millrace::io {

/// The sources in a list file: its lines, trimmed; empty lines and those that begin with # are left out. Lines end with
/// \n or \r\n. Safe on any bytes.
std::vector<std::string> source_lines(std::string_view text);

}  // namespace millrace::io
