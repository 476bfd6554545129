#include "models/input_graph.hpp"

#include <cmath>

#include <fmt/format.h>

#include "base/parse_number.hpp"
#include "millrace/base/error.hpp"
#include "models/model_traits.hpp"
#include "models/python_text.hpp"
#include "queue/openvino_reason.hpp"

namespace millrace::models {
namespace {

constexpr Size kDefaultSize{640, 640};
constexpr int kLargestSide = 8192;
constexpr int kUsualStride = 32;

[[noreturn]] void refuse(const std::string& path, const std::string& reason) {
  throw Error(ErrorCode::kModel, fmt::format("model {} cannot be used for detection: {}", path, reason));
}

std::optional<int> side(const std::string& text) {
  const auto value = base::parse_number<int>(text);
  return value && *value > 0 && *value <= kLargestSide ? value : std::nullopt;
}

// "[640, 480]" is height 640, width 480.
std::optional<Size> parse_imgsz(const std::optional<Sourced<std::string>>& text) {
  if (!text) return std::nullopt;
  const PythonCollection parsed = parse_python(text->value);
  if (parsed.entries.size() != 2) return std::nullopt;
  const auto height = side(parsed.entries[0].value);
  const auto width = side(parsed.entries[1].value);
  return height && width ? std::optional(Size{*width, *height}) : std::nullopt;
}

bool fits(const ov::Dimension& dimension, int value) {
  return dimension.compatible(ov::Dimension(value));
}

// The exporter's largest stride; 32 in most models.
int whole_stride(std::optional<float> stride) {
  constexpr int kLargest = 1024;
  const float value = stride.value_or(kUsualStride);
  return value >= 1 && value <= kLargest && value == std::floor(value) ? static_cast<int>(value) : kUsualStride;
}

// `wanted` if the model has just this side, else rounded up to the stride; nothing if it does not take that.
std::optional<int> asked_side(const ov::Dimension& dimension, int wanted, int stride) {
  if (dimension.is_static() && fits(dimension, wanted)) return wanted;
  const int rounded = (wanted + stride - 1) / stride * stride;
  return fits(dimension, rounded) ? std::optional(rounded) : std::nullopt;
}

/// The dimensions of a picture input that depend on the picture's size.
struct Sides {
  ov::Dimension height;
  ov::Dimension width;

  bool take(Size size) const { return fits(height, size.height) && fits(width, size.width); }
};

/// As --imgsz takes it. Shapes have the height first, too.
std::string as_typed(Size size) {
  return size.width == size.height ? to_string(size) : fmt::format("{},{} (height, width)", size.height, size.width);
}

std::optional<Sourced<Size>> asked_size(const Sides& sides, Size wanted, int stride) {
  const auto height = asked_side(sides.height, wanted.height, stride);
  const auto width = asked_side(sides.width, wanted.width, stride);
  if (!height || !width) return std::nullopt;
  const Size size{.width = *width, .height = *height};
  if (size == wanted) return Sourced<Size>{size, "the size that was asked for"};
  return Sourced<Size>{size, fmt::format("{} was asked for, and is rounded up to multiples of the stride, {}",
                                         as_typed(wanted), stride)};
}

// A side that the model fixes wins over the exporter's and the usual one.
Sourced<Size> own_size(const Sides& sides, const std::optional<Sourced<std::string>>& imgsz) {
  const auto exported = parse_imgsz(imgsz);
  Sourced<Size> size{exported.value_or(kDefaultSize),
                     exported ? imgsz->origin : "YOLO's usual size, as the model leaves it open"};
  if (sides.height.is_static() && sides.width.is_static()) size.origin = "the model's input shape";
  if (sides.height.is_static()) size.value.height = static_cast<int>(sides.height.get_length());
  if (sides.width.is_static()) size.value.width = static_cast<int>(sides.width.get_length());
  return size;
}

/// Whether the model's own layout has the channels last; nothing if it has none.
std::optional<bool> says_channels_last(const ov::Output<const ov::Node>& input) {
  const ov::Layout layout = ov::layout::get_layout(input);
  if (!ov::layout::has_channels(layout) || !ov::layout::has_height(layout)) return std::nullopt;
  const std::int64_t axis = ov::layout::channels_idx(layout);
  return axis == 3 || axis == -1;
}

}  // namespace

std::string open_shape_text(const ov::PartialShape& shape) {
  return shape.rank().is_dynamic() ? "[...]" : shape_text(shape_of(shape));
}

Sourced<PictureAxes> picture_axes_of(const ov::Model& model, const std::string& path) {
  if (model.inputs().size() != 1) {
    refuse(path, fmt::format("it has {} inputs, and one picture was wanted", model.inputs().size()));
  }
  const ov::Output<const ov::Node> input = model.input();
  const ov::PartialShape& shape = input.get_partial_shape();
  const std::string given = "its input has shape " + open_shape_text(shape);
  if (shape.rank().is_dynamic() || shape.size() != 4) refuse(path, given + "; [1,3,height,width] was wanted");
  const ov::element::Type type = input.get_element_type();
  const bool takes_bytes = type == ov::element::u8;
  if (!type.is_real() && !takes_bytes) {
    refuse(path,
           fmt::format("its input is of type {}, and pixels are u8 or fractions; export it again", type.to_string()));
  }
  const std::optional<bool> said = says_channels_last(input);
  const bool is_last = said.value_or(!fits(shape[1], 3) && fits(shape[3], 3));
  if (is_last && !said && !takes_bytes) {
    refuse(path, given +
                     " (channels last, as TensorFlow Lite exports have it); export it to ONNX or OpenVINO for "
                     "[1,3,height,width]");
  }
  const PictureAxes axes = is_last ? PictureAxes{.channels = 3, .height = 1, .width = 2} : PictureAxes{};
  if (!fits(shape[axes.channels], 3)) refuse(path, given + "; [1,3,height,width] was wanted");
  if (!fits(shape[0], 1)) {
    refuse(path, given + ", a fixed batch; export it with batch 1 or with a dynamic batch");
  }
  return {axes, said ? "the model's own layout" : fmt::format("axis {} is of three channels", axes.channels)};
}

Sourced<Size> fix_input_size(ov::Model& model, PictureAxes axes, const std::optional<Size>& wanted,
                             std::optional<float> stride, const std::optional<Sourced<std::string>>& imgsz,
                             const std::string& path) {
  const ov::PartialShape shape = model.input().get_partial_shape();
  const Sides sides{.height = shape[axes.height], .width = shape[axes.width]};
  const auto size = wanted ? asked_size(sides, *wanted, whole_stride(stride)) : std::optional(own_size(sides, imgsz));
  if (!size || !sides.take(size->value)) {
    throw Error(ErrorCode::kInvalidArgument,
                fmt::format("model {} has input shape {} and cannot take {}; leave the size out, or export it again",
                            path, open_shape_text(shape), as_typed(wanted.value_or(own_size(sides, imgsz).value))));
  }
  if (shape.is_static()) return *size;
  try {
    ov::PartialShape fixed{1, 3, 3, 3};
    fixed[axes.height] = size->value.height;
    fixed[axes.width] = size->value.width;
    model.reshape(fixed);
  } catch (const std::exception& error) {
    refuse(path, fmt::format("it does not take a picture of {}: {}; try another size (--imgsz), a multiple of 32 or 64",
                             to_string(size->value), queue::openvino_reason(error.what())));
  }
  return *size;
}

}  // namespace millrace::models
