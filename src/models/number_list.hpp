#pragma once

#include <string_view>
#include <vector>

namespace millrace::models {

/// The numbers in a text, separated by blanks or commas: "123.675 116.28 103.53". Empty if it contains anything else,
/// even an infinite number. Safe on any bytes.
std::vector<float> parse_numbers(std::string_view text);

}  // namespace millrace::models
