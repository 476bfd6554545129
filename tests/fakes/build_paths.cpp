#include "build_paths.hpp"

#include <cstdlib>

namespace millrace {

std::string program_path() {
  return MILLRACE_PROGRAM;
}

std::string standin_tool_path() {
  return MILLRACE_STANDIN_TOOL;
}

std::string counting_malloc_path() {
  return MILLRACE_COUNTING_MALLOC;
}

std::filesystem::path source_dir() {
  return MILLRACE_SOURCE_DIR;
}

std::filesystem::path test_data() {
  const char* given = std::getenv("MILLRACE_TEST_DATA");
  return given != nullptr ? given : source_dir() / "../shared/data";
}

}  // namespace millrace
