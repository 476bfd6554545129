#include "models/number_list.hpp"

#include <charconv>
#include <cmath>
#include <system_error>

namespace millrace::models {

std::vector<float> parse_numbers(std::string_view text) {
  constexpr std::string_view kSeparators = " ,\t\r\n";
  std::vector<float> numbers;
  for (;;) {
    text.remove_prefix(std::min(text.find_first_not_of(kSeparators), text.size()));
    if (text.empty()) return numbers;
    const std::string_view word = text.substr(0, text.find_first_of(kSeparators));
    float value = 0;
    const auto [end, error] = std::from_chars(word.data(), word.data() + word.size(), value);
    if (error != std::errc() || end != word.data() + word.size() || !std::isfinite(value)) return {};
    numbers.push_back(value);
    text.remove_prefix(word.size());
  }
}

}  // namespace millrace::models
