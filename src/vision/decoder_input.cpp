#include "vision/decoder_input.hpp"

#include <algorithm>
#include <cmath>
#include <string>

#include <fmt/format.h>

#include "millrace/base/error.hpp"

namespace millrace::vision {
namespace {

constexpr float kMostClasses = 1e6F;

}  // namespace

void require_output(TensorView output, bool fits, std::string_view family, std::string_view wanted) {
  const std::string given = "the output has shape " + shape_text(output.shape);
  if (!fits) {
    throw Error(
        ErrorCode::kInvalidInput,
        fmt::format("{}; family '{}' wants {} for one picture; pass the pictures of a batch one by one, or try another "
                    "--family",
                    given, family, wanted));
  }
  const bool empty = std::ranges::find(output.shape, std::size_t{0}) != output.shape.end();
  if (output.data == nullptr && !empty) throw Error(ErrorCode::kInvalidInput, given + " and has no data");
}

int class_of(float value) {
  return value >= 0 && value < kMostClasses ? static_cast<int>(std::nearbyint(value)) : -1;
}

}  // namespace millrace::vision
