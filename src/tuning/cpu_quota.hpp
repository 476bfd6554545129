#pragma once

#include <filesystem>
#include <optional>

namespace millrace::tuning {

/// The CPU time that the control groups of this process grant it, in CPUs: 1.5 is 150 ms in each 100 ms. The smallest
/// limit of the group and those above it counts; nothing where none is set. Version 1 and 2 of control groups. `root`
/// is where /proc and the groups are looked for.
std::optional<double> cpu_quota(const std::filesystem::path& root = "/");

}  // namespace millrace::tuning
