#pragma once

#include <cstddef>
#include <optional>
#include <span>
#include <string>
#include <string_view>

namespace millrace::base {

/// How many insertions, deletions, replacements or swaps of neighbours turn `a` into `b`. Case does not matter.
std::size_t edit_distance(std::string_view a, std::string_view b);

/// The candidate nearest to `word`, if near enough for a typing error; the first of equals.
///
/// Example: `nearest("throughptu", names)` is "throughput"; `nearest("xyz", names)` is nothing.
std::optional<std::string> nearest(std::string_view word, std::span<const std::string> candidates);

/// "; did you mean 'throughput'?" for the end of a message, or "" when nothing is near.
std::string did_you_mean(std::string_view word, std::span<const std::string> candidates);

}  // namespace millrace::base
