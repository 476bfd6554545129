#include "cli/devices/tiny_model.hpp"

#include <vector>

#include "openvino/op/constant.hpp"
#include "openvino/op/convolution.hpp"
#include "openvino/op/parameter.hpp"
#include "openvino/op/relu.hpp"

namespace millrace::cli {

std::shared_ptr<ov::Model> tiny_model() {
  const auto input = std::make_shared<ov::op::v0::Parameter>(ov::element::f32, ov::Shape{1, 3, 64, 64});
  const ov::Shape kernel{8, 3, 3, 3};
  const auto weights =
      ov::op::v0::Constant::create(ov::element::f32, kernel, std::vector<float>(ov::shape_size(kernel), 0.1F));
  const auto convolution = std::make_shared<ov::op::v1::Convolution>(
      input, weights, ov::Strides{1, 1}, ov::CoordinateDiff{1, 1}, ov::CoordinateDiff{1, 1}, ov::Strides{1, 1});
  const auto output = std::make_shared<ov::op::v0::Relu>(convolution);
  return std::make_shared<ov::Model>(ov::OutputVector{output}, ov::ParameterVector{input}, "tiny");
}

}  // namespace millrace::cli
