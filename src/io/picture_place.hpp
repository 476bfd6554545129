#pragma once

#include <filesystem>
#include <string>
#include <system_error>

namespace millrace::io {

/// Where a picture is, however it was written: two places are equal when the same picture was given twice. Links are not
/// followed, but for those that ".." needs.
inline std::filesystem::path picture_place(const std::string& source) {
  namespace fs = std::filesystem;
  std::error_code unknown;
  const fs::path place = fs::absolute(source, unknown);
  if (unknown) return fs::path(source).lexically_normal();
  // link/../a.jpg is not a.jpg.
  if (source.find("..") == std::string::npos) return place.lexically_normal();
  const fs::path folder = fs::weakly_canonical(place.parent_path(), unknown);
  return unknown ? place.lexically_normal() : folder / place.filename();
}

}  // namespace millrace::io
