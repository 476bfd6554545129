#pragma once

#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <string>

#include <gtest/gtest.h>

#include "fakes/build_paths.hpp"

namespace millrace {

/// Expects `text` to be what the file tests/PATH holds. With MILLRACE_WRITE_GOLDEN=1, which scripts/golden sets, the file
/// is written instead, and the test fails so that nobody takes that for a check.
inline void expect_golden_text(const std::string& path, const std::string& text) {
  const std::filesystem::path file = source_dir() / "tests" / path;
  if (std::getenv("MILLRACE_WRITE_GOLDEN") != nullptr) {
    std::filesystem::create_directories(file.parent_path());
    std::ofstream(file, std::ios::binary) << text;
    ADD_FAILURE() << file << " was written; look at it, and run the test again without MILLRACE_WRITE_GOLDEN";
    return;
  }
  std::ifstream golden(file, std::ios::binary);
  EXPECT_EQ(text, std::string(std::istreambuf_iterator<char>(golden), {})) << "in " << file;
}

}  // namespace millrace
