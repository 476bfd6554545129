#pragma once

#include <filesystem>
#include <optional>

namespace millrace::tuning {

/// The CPU time that control groups (version 1 or 2) grant this process, in CPUs: 1.5 is 150 ms in each 100 ms. The
/// smallest limit of its group and those above it counts; nothing if none is set. `root` is where /proc and the groups
/// are looked for.
std::optional<double> cpu_quota(const std::filesystem::path& root = "/");

}  // namespace millrace::tuning
