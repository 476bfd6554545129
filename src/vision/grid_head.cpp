#include "vision/grid_head.hpp"

#include <algorithm>
#include <string>
#include <vector>

#include <fmt/format.h>

#include "millrace/base/error.hpp"

namespace millrace::vision {

void require_head(const GridHead& head, std::size_t count, bool (*fits)(const GridHead& head), std::string_view family,
                  std::string_view wanted) {
  const std::span parts(head.parts.data(), count);
  const auto is_like_the_first = [&](TensorView part) {
    return part.rank() == 3 && std::ranges::equal(part.shape.first(2), parts[0].shape.first(2));
  };
  const bool fit = std::ranges::all_of(parts, is_like_the_first) && fits(head);
  std::vector<std::string> given;
  for (const TensorView part : parts) given.push_back(shape_text(part.shape));
  const std::string shapes = fmt::format("the outputs of a grid have shapes {}", fmt::join(given, ", "));
  if (!fit) {
    throw Error(ErrorCode::kInvalidInput,
                fmt::format("{}; the cut family '{}' wants {}, for one picture", shapes, family, wanted));
  }
  const bool has_data = std::ranges::all_of(parts, [](TensorView part) { return part.data != nullptr; });
  if (!has_data && head.cells() > 0) throw Error(ErrorCode::kInvalidInput, shapes + " and one has no data");
}

}  // namespace millrace::vision
