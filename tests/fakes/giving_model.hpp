#pragma once

#include <cstddef>
#include <memory>
#include <vector>

#include "openvino/core/partial_shape.hpp"
#include "openvino/core/type/element_type.hpp"

namespace ov {
class Model;
}

namespace millrace {

/// An output of a model: zeros but for what a test writes.
struct GivenOutput {
  explicit GivenOutput(const ov::Shape& wanted);

  static constexpr std::size_t kNoEcho = 1'000'000;

  ov::Shape shape;
  std::vector<float> values;
  std::size_t echo =
      kNoEcho;  ///< to the value there, `echo_factor` times the mean of one channel of the input is added
  std::size_t channel = 0;
  float echo_factor = 1;
};

/// The rest of such a model.
struct GivenModel {
  ov::PartialShape input = {1, 3, 64, 64};
  ov::element::Type type = ov::element::f32;  ///< of input and outputs
  bool has_exponential = false;               ///< e^x of two numbers a box stands in the graph and changes nothing
  bool chooses_rows =
      false;  ///< gives only the rows of a [N,7] output whose last number is not 0: their number is open
  std::vector<int> parts = {};  ///< puts rows [1,N,C] together from so many columns, the first of them from a sigmoid
};

/// A model that gives these outputs whatever the picture is, but for their echoes.
std::shared_ptr<ov::Model> model_giving(const std::vector<GivenOutput>& outputs, const GivenModel& wanted = {});

}  // namespace millrace
