#pragma once

#include <cstddef>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace millrace::cli {

/// None of our lines is longer: terminals have at least this many columns.
constexpr std::size_t kLineWidth = 80;

/// "bench, soak and detect"
std::string listed(std::span<const std::string> words);

/// `text` broken at blanks into lines of at most kLineWidth; all but the first begin with `indent` blanks. `used`
/// columns of the first line are taken already. A longer word gets a line to itself.
std::string wrap(std::string_view text, std::size_t indent, std::size_t used);

/// "label        text\n", with the text wrapped beside the label and its control characters escaped.
std::string paragraph(std::string_view label, std::string_view text);

}  // namespace millrace::cli
