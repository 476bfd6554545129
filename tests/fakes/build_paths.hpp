#pragma once

#include <filesystem>
#include <string>

namespace millrace {

// Only build_paths.cpp is compiled with these paths: every other test's object serves a clone in another folder too.

/// The program of this build; empty where it is not built.
std::string program_path();

/// The program that generates the stand-in model; empty where it is not built.
std::string standin_tool_path();

/// A library to preload: see fakes/counting_malloc.cpp.
std::string counting_malloc_path();

/// The project's root.
std::filesystem::path source_dir();

/// Real models and pictures: MILLRACE_TEST_DATA, else ../shared/data beside the project's root.
std::filesystem::path test_data();

}  // namespace millrace
