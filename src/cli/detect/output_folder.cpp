#include "cli/detect/output_folder.hpp"

#include <filesystem>
#include <system_error>

#include <fmt/format.h>

namespace millrace::cli {
namespace {

namespace fs = std::filesystem;

std::string numbered(const std::string& base, int number) {
  return number == 1 ? base : fmt::format("{}{}", base, number);
}

}  // namespace

std::string default_output_folder(const std::string& base, bool reuse) {
  int number = 1;
  std::error_code ignored;  // writing to it will report the error
  while (!reuse && fs::exists(fs::symlink_status(numbered(base, number), ignored))) ++number;
  return numbered(base, number);
}

std::shared_ptr<ResultFolder> make_output_folder(const std::string& base) {
  for (int number = 1;; ++number) {
    auto folder = std::make_shared<ResultFolder>(numbered(base, number));
    if (folder->create_new()) return folder;
  }
}

}  // namespace millrace::cli
