#include "models/input_graph.hpp"

#include <charconv>
#include <cmath>

#include <fmt/format.h>

#include "millrace/base/error.hpp"
#include "models/model_traits.hpp"
#include "models/python_text.hpp"
#include "openvino/core/preprocess/pre_post_process.hpp"
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
  int value = 0;
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), value);
  const bool whole = error == std::errc() && end == text.data() + text.size();
  return whole && value > 0 && value <= kLargestSide ? std::optional(value) : std::nullopt;
}

// "[640, 480]" is height 640, width 480.
std::optional<Size> parse_imgsz(const std::optional<std::string>& text) {
  if (!text) return std::nullopt;
  const PythonCollection parsed = parse_python(*text);
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

std::optional<Sourced<Size>> asked_size(const ov::PartialShape& shape, Size wanted, int stride) {
  const auto height = asked_side(shape[2], wanted.height, stride);
  const auto width = asked_side(shape[3], wanted.width, stride);
  if (!height || !width) return std::nullopt;
  const Size size{.width = *width, .height = *height};
  if (size == wanted) return Sourced<Size>{size, "the size that was asked for"};
  return Sourced<Size>{size, fmt::format("{} was asked for, and is rounded up to multiples of the stride, {}",
                                         to_string(wanted), stride)};
}

// A side that the model fixes wins over the exporter's and the usual one.
Sourced<Size> own_size(const ov::PartialShape& shape, const std::optional<std::string>& imgsz) {
  const bool is_fixed = shape[2].is_static() && shape[3].is_static();
  const auto exported = parse_imgsz(imgsz);
  Sourced<Size> size{exported.value_or(kDefaultSize),
                     exported ? "the model's metadata (imgsz)" : "YOLO's usual size, as the model leaves it open"};
  if (is_fixed) size.origin = "the model's input shape";
  if (shape[2].is_static()) size.value.height = static_cast<int>(shape[2].get_length());
  if (shape[3].is_static()) size.value.width = static_cast<int>(shape[3].get_length());
  return size;
}

std::vector<float> for_each_channel(const std::vector<float>& values) {
  return values.size() == 1 ? std::vector<float>(3, values.front()) : values;
}

}  // namespace

std::string open_shape_text(const ov::PartialShape& shape) {
  return shape.rank().is_dynamic() ? "[...]" : shape_text(shape_of(shape));
}

void check_picture_input(const ov::Model& model, const std::string& path) {
  if (model.inputs().size() != 1) {
    refuse(path, fmt::format("it has {} inputs, and one picture was wanted", model.inputs().size()));
  }
  const ov::PartialShape shape = model.input().get_partial_shape();
  const std::string given = "its input has shape " + open_shape_text(shape);
  if (shape.rank().is_dynamic() || shape.size() != 4) refuse(path, given + "; [1,3,height,width] was wanted");
  if (shape[1].is_static() && shape[1] != 3) {
    const bool channels_last = shape[3] == 3;
    refuse(path, given + (channels_last ? " (channels last, as TensorFlow Lite exports have it); export it to ONNX or "
                                          "OpenVINO for [1,3,height,width]"
                                        : "; [1,3,height,width] was wanted"));
  }
  if (!model.input().get_element_type().is_real()) {
    refuse(path, fmt::format("its input is of type {}, so preprocessing is built in already; export it without",
                             model.input().get_element_type().to_string()));
  }
  if (!fits(shape[0], 1)) {
    refuse(path, given + ", a fixed batch; export it with batch 1 or with a dynamic batch");
  }
}

Sourced<Size> fix_input_size(ov::Model& model, const std::optional<Size>& wanted, std::optional<float> stride,
                             const std::optional<std::string>& imgsz, const std::string& path) {
  const ov::PartialShape shape = model.input().get_partial_shape();
  const auto size = wanted ? asked_size(shape, *wanted, whole_stride(stride)) : std::optional(own_size(shape, imgsz));
  if (!size || !fits(shape[2], size->value.height) || !fits(shape[3], size->value.width)) {
    throw Error(ErrorCode::kInvalidArgument,
                fmt::format("model {} has input shape {} and cannot take {}; leave the size out, or export it again",
                            path, open_shape_text(shape), to_string(wanted.value_or(own_size(shape, imgsz).value))));
  }
  if (shape.is_static()) return *size;
  try {
    model.reshape(ov::PartialShape{1, 3, size->value.height, size->value.width});
  } catch (const std::exception& error) {
    refuse(path, fmt::format("it does not take a picture of {}: {}; try another size (--imgsz), a multiple of 32 or 64",
                             to_string(size->value), queue::openvino_reason(error.what())));
  }
  return *size;
}

std::shared_ptr<ov::Model> with_pixel_input(const std::shared_ptr<ov::Model>& model, const Preprocessing& wanted) {
  ov::preprocess::PrePostProcessor steps(model);
  steps.input()
      .tensor()
      .set_element_type(ov::element::u8)
      .set_layout("NHWC")
      .set_color_format(ov::preprocess::ColorFormat::BGR);
  steps.input().model().set_layout("NCHW");
  auto& preprocess = steps.input().preprocess().convert_element_type(ov::element::f32);
  if (wanted.channels.value == ChannelOrder::kRgb) preprocess.convert_color(ov::preprocess::ColorFormat::RGB);
  if (!wanted.mean.value.empty()) preprocess.mean(for_each_channel(wanted.mean.value));
  if (!wanted.scale.value.empty()) preprocess.scale(for_each_channel(wanted.scale.value));
  for (std::size_t i = 0; i < model->outputs().size(); ++i) steps.output(i).tensor().set_element_type(ov::element::f32);
  return steps.build();
}

}  // namespace millrace::models
