#include "models/choose_classes.hpp"

#include <cstddef>

#include <fmt/format.h>

#include "base/joined.hpp"
#include "base/nearest.hpp"
#include "millrace/base/error.hpp"

namespace millrace::models {
namespace {

[[noreturn]] void refuse_name(const std::string& name, const std::vector<std::string>& labels,
                              const std::string& model) {
  if (labels.empty()) {
    throw Error(
        ErrorCode::kInvalidArgument,
        fmt::format("class '{}' was asked for, but {} does not name its classes; give numbers, or names for all "
                    "with --labels FILE",
                    name, model));
  }
  constexpr std::size_t kShown = 10;
  std::string instead = base::did_you_mean(name, labels);
  if (instead.empty()) instead = "; there are: " + base::joined(labels, kShown);
  throw Error(ErrorCode::kInvalidArgument,
              fmt::format("class '{}' was asked for, but {} has no class of this name{}", name, model, instead));
}

}  // namespace

std::vector<int> choose_classes(std::span<const int> numbers, std::span<const std::string> names,
                                const std::vector<std::string>& labels, const std::string& model) {
  for (const int id : numbers) {
    if (id >= 0 && (labels.empty() || static_cast<std::size_t>(id) < labels.size())) continue;
    if (labels.empty()) {
      throw Error(ErrorCode::kInvalidArgument,
                  fmt::format("class {} was asked for; numbers of classes begin at 0", id));
    }
    throw Error(ErrorCode::kInvalidArgument,
                fmt::format("class {} was asked for, but {} has classes 0 to {}", id, model, labels.size() - 1));
  }
  std::vector<int> chosen(numbers.begin(), numbers.end());
  for (const std::string& name : names) {
    const std::size_t before = chosen.size();
    for (std::size_t id = 0; id < labels.size(); ++id) {
      if (labels[id] == name) chosen.push_back(static_cast<int>(id));  // several classes may have one name
    }
    if (chosen.size() == before) refuse_name(name, labels, model);
  }
  return chosen;
}

}  // namespace millrace::models
