#pragma once

#include <cstddef>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace millrace::cli {

/// No line of ours is longer: terminals have at least as many columns.
constexpr std::size_t kLineWidth = 80;

/// "bench, soak and detect"
std::string listed(std::span<const std::string> words);

/// `text` broken at blanks so that no line is longer than kLineWidth; lines after the first begin with `indent` blanks.
/// `used` columns of the first line are taken already. A word that is too long stands alone.
std::string wrap(std::string_view text, std::size_t indent, std::size_t used);

/// "label        text\n", the text wrapped beside the label, its control characters written out.
std::string paragraph(std::string_view label, std::string_view text);

}  // namespace millrace::cli
