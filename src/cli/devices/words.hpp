#pragma once

#include <span>
#include <string_view>

namespace millrace::cli {

/// A word of the devices table and what it means.
struct Word {
  std::string_view name;
  std::string_view meaning;
};

/// Stream, request, and the device's own queue.
std::span<const Word> words();
/// The properties of the table.
std::span<const Word> property_words();
/// The hints.
std::span<const Word> hint_words();

}  // namespace millrace::cli
