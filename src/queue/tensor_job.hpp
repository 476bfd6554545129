#pragma once

#include <cstddef>
#include <memory>
#include <vector>

#include "openvino/runtime/tensor.hpp"
#include "queue/output_names.hpp"
#include "queue/scheduling/job_state.hpp"

namespace millrace {

/// A job of the OpenVINO backend: its tensors on the way in and on the way out.
class TensorJob : public scheduling::JobState {
 public:
  std::vector<ov::Tensor> inputs;  ///< in model order; empty: it runs with what the slot holds
  std::vector<ov::Tensor> outputs;
  bool keeps_state = false;  ///< it comes from a lease: a stateful model goes on where the last run left it
  std::shared_ptr<const OutputNames> output_names;
};

}  // namespace millrace
