#include "models/picture_input.hpp"

#include <algorithm>
#include <array>
#include <cstddef>
#include <vector>

#include "openvino/core/preprocess/pre_post_process.hpp"
#include "vision/picture_tensor.hpp"

namespace millrace::models {
namespace {

constexpr std::size_t kColours = 3;

std::vector<float> for_each_channel(const std::vector<float>& values) {
  return values.size() == 1 ? std::vector<float>(kColours, values.front()) : values;
}

/// Of blue, green and red; the model's mean is in the order of its channels.
std::array<float, kColours> mean_of_pixels(const Preprocessing& wanted) {
  std::array<float, kColours> mean{};
  std::ranges::copy(for_each_channel(wanted.mean.value), mean.begin());
  if (wanted.channels.value == ChannelOrder::kRgb) std::ranges::reverse(mean);
  return mean;
}

}  // namespace

ov::element::Type element_type_of(PixelType type) {
  switch (type) {
    case PixelType::kF32: return ov::element::f32;
    case PixelType::kBf16: return ov::element::bf16;
    case PixelType::kF16: return ov::element::f16;
    case PixelType::kU8: break;
  }
  return ov::element::u8;
}

PixelType pixel_type_of(ov::element::Type type) {
  for (const PixelType each : {PixelType::kF32, PixelType::kBf16, PixelType::kF16})
    if (element_type_of(each) == type) return each;
  return PixelType::kU8;
}

std::shared_ptr<ov::Model> with_picture_input(const std::shared_ptr<ov::Model>& model, PictureAxes axes,
                                              const Preprocessing& wanted, PixelType type) {
  ov::preprocess::PrePostProcessor steps(model);
  steps.input()
      .tensor()
      .set_element_type(element_type_of(type))
      .set_layout("NHWC")
      .set_color_format(ov::preprocess::ColorFormat::BGR);
  steps.input().model().set_layout(ov::Layout(axes.layout()));
  auto& preprocess = steps.input().preprocess();
  if (model->input().get_element_type() != ov::element::u8) preprocess.convert_element_type(ov::element::f32);
  if (wanted.channels.value == ChannelOrder::kRgb) preprocess.convert_color(ov::preprocess::ColorFormat::RGB);
  if (type == PixelType::kU8 && !wanted.mean.value.empty()) preprocess.mean(for_each_channel(wanted.mean.value));
  if (!wanted.scale.value.empty()) preprocess.scale(for_each_channel(wanted.scale.value));
  for (std::size_t i = 0; i < model->outputs().size(); ++i) steps.output(i).tensor().set_element_type(ov::element::f32);
  return steps.build();
}

Letterbox write_picture(ImageView picture, const Preprocessing& wanted, ov::Tensor input, Size full_size) {
  const ov::Shape& shape = input.get_shape();
  const Size size{.width = static_cast<int>(shape[2]), .height = static_cast<int>(shape[1])};
  Letterbox fit = fit_picture(wanted.fit.value, full_size == Size{} ? picture.size() : full_size, size);
  fit.pad_value = wanted.pad_value.value;
  Letterbox fit_of_copy = fit;
  fit_of_copy.source = picture.size();
  vision::apply_letterbox(picture, fit_of_copy,
                          {.data = input.data(),
                           .size = size,
                           .type = pixel_type_of(input.get_element_type()),
                           .mean = mean_of_pixels(wanted)});
  return fit;
}

}  // namespace millrace::models
