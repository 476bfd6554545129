#pragma once

#include <filesystem>
#include <optional>

#include <sys/stat.h>
#include <unistd.h>

namespace millrace::cli {

/// What a path leads to, links followed; nothing where nothing is there.
inline std::optional<struct stat> file_status(const std::filesystem::path& path) {
  struct stat status = {};
  return stat(path.c_str(), &status) == 0 ? std::optional(status) : std::nullopt;
}

inline std::optional<struct stat> standard_output_status() {
  struct stat status = {};
  return fstat(STDOUT_FILENO, &status) == 0 ? std::optional(status) : std::nullopt;
}

/// True when both are one file, whatever their names.
inline bool same_file(const struct stat& a, const struct stat& b) noexcept {
  return a.st_dev == b.st_dev && a.st_ino == b.st_ino;
}

}  // namespace millrace::cli
