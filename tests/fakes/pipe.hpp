#pragma once

#include <stdexcept>
#include <string>
#include <string_view>

#include <sys/stat.h>

#include "fakes/temp_dir.hpp"

namespace millrace {

/// Makes a named pipe in a folder and returns its path.
inline std::string make_pipe(const TempDir& folder, std::string_view name = "pipe") {
  std::string path = folder / name;
  if (mkfifo(path.c_str(), 0600) != 0) throw std::runtime_error("no pipe " + path);
  return path;
}

}  // namespace millrace
