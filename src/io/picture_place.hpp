#pragma once

#include <filesystem>
#include <string>
#include <system_error>

namespace millrace::io {

/// Where a picture is, however its path was spelled: equal places mean the same picture. Links are not followed, except
/// as ".." requires.
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
