#pragma once

#include <filesystem>
#include <string>
#include <system_error>

namespace millrace {

/// Where a picture is, however it was written: two places are equal when the same picture was given twice. Links are not
/// followed.
inline std::filesystem::path picture_place(const std::string& source) {
  std::error_code unknown;
  const std::filesystem::path place = std::filesystem::absolute(source, unknown);
  return (unknown ? std::filesystem::path(source) : place).lexically_normal();
}

}  // namespace millrace
