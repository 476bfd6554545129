#include "cli/output_folder.hpp"

#include <string>

namespace millrace::cli {

std::filesystem::path default_output_folder(const std::filesystem::path& base, bool reuse) {
  std::filesystem::path folder = base;
  std::error_code ignored;  // what cannot be looked at is reported when it is written to
  for (int number = 2; !reuse && std::filesystem::exists(folder, ignored); ++number) {
    folder = base;
    folder += std::to_string(number);
  }
  return folder;
}

}  // namespace millrace::cli
