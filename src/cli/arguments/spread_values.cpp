#include "cli/arguments/spread_values.hpp"

#include <filesystem>
#include <string_view>
#include <system_error>

#include "base/parse_number.hpp"

namespace millrace::cli {
namespace {

bool is_file(const std::string& word) {
  std::error_code unknown;
  return std::filesystem::exists(word, unknown);
}

bool is_second_side(const std::string& word, std::string_view given) {
  return base::are_digits(given.substr(given.find('=') + 1)) && base::are_digits(word) && !is_file(word);
}

bool is_another_class(const std::string& word, std::string_view /*given*/) {
  return !word.empty() && word.front() != '-' && word.find_first_of("/\\.*?[") == std::string::npos && !is_file(word);
}

struct SpreadOption {
  std::string_view name;
  bool (*takes)(const std::string& word, std::string_view given);  ///< whether the value goes on with this word
};

constexpr SpreadOption kOptions[] = {{"--imgsz", is_second_side}, {"--classes", is_another_class}};

/// The option of which `word`, after `before`, is the value or holds it ("--imgsz=480"), if it is one of ours.
const SpreadOption* option_of(std::string_view before, std::string_view word) {
  for (const SpreadOption& option : kOptions) {
    if (before == option.name && !word.starts_with('-')) return &option;
    if (word.starts_with(option.name) && word.substr(option.name.size()).starts_with('=')) return &option;
  }
  return nullptr;
}

}  // namespace

std::vector<std::string> join_spread_values(const std::vector<std::string>& arguments) {
  std::vector<std::string> joined;
  const SpreadOption* open = nullptr;  // the option whose value the last word of `joined` is
  bool is_over = false;
  for (const std::string& word : arguments) {
    is_over = is_over || word == "--";
    if (open != nullptr && !is_over && open->takes(word, joined.back())) {
      joined.back() += "," + word;
      continue;
    }
    open = is_over ? nullptr : option_of(joined.empty() ? "" : joined.back(), word);
    joined.push_back(word);
  }
  return joined;
}

}  // namespace millrace::cli
