#pragma once

#include <cstddef>
#include <memory>
#include <vector>

#include "openvino/runtime/tensor.hpp"
#include "queue/output_names.hpp"
#include "queue/scheduling/job_state.hpp"

namespace millrace::queue {

/// A job of the OpenVINO backend: its tensors on the way in and on the way out.
class TensorJob : public scheduling::JobState {
 public:
  std::vector<ov::Tensor> inputs;  ///< in model order; empty: what the lease, or the request itself, holds
  std::vector<ov::Tensor> outputs;
  bool leased = false;  ///< started from a lease, on the lease's tensors and state
  std::shared_ptr<const OutputNames> output_names;

  void drop_inputs() noexcept override { inputs = {}; }

 protected:
  void drop_outcome() noexcept override { outputs = {}; }
};

}  // namespace millrace::queue
