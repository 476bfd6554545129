#pragma once

#include <atomic>
#include <cstddef>
#include <deque>
#include <exception>
#include <memory>
#include <vector>

#include "millrace/queue/options.hpp"
#include "openvino/runtime/compiled_model.hpp"
#include "openvino/runtime/infer_request.hpp"
#include "queue/model_inputs.hpp"
#include "queue/output_names.hpp"
#include "queue/request_tensors.hpp"
#include "queue/scheduling/backend.hpp"
#include "queue/scheduling/lease.hpp"
#include "queue/tensor_job.hpp"

namespace millrace::queue {

struct BackendOptions {
  std::size_t requests = 0;  ///< 0: as many as the device calls optimal
  UserTensors user_tensors = UserTensors::kOfTheLease;
  Results results = Results::kOwn;
};

/// Runs jobs on the infer requests of one compiled model; one slot is one request.
class OpenVinoBackend final : public scheduling::Backend {
 public:
  /// Throws Error kDevice when the device does not say how many requests are optimal.
  OpenVinoBackend(ov::CompiledModel model, BackendOptions options);
  ~OpenVinoBackend() override;

  std::size_t size() const noexcept override { return slots_.size(); }
  void bind(Completion completion) override;
  void start(std::size_t slot, scheduling::JobState& job) override;
  void wait(std::size_t slot) noexcept override;
  void cancel(std::size_t slot) noexcept override;
  void collect(std::size_t slot, scheduling::JobState& job) override;
  void park(std::size_t slot) noexcept override;
  void end_lease(std::size_t slot) noexcept override;

  const ov::CompiledModel& model() const noexcept { return model_; }
  const ModelInputs& inputs() const noexcept { return inputs_; }

  /// Lends a job's request to its Result when results are borrowed; null otherwise.
  std::shared_ptr<scheduling::Lease> loan() const;

  // For the holder of a slot.

  /// Begins a lease of the slot, see RequestTensors; resets the state of a stateful model.
  void begin_lease(std::size_t slot);
  RequestTensors& tensors(std::size_t slot) noexcept { return slots_[slot].tensors; }
  /// The request, for reading; not const because get_tensor() is not.
  ov::InferRequest& request(std::size_t slot) noexcept { return slots_[slot].request; }

 private:
  struct Slot {
    Slot(const ov::InferRequest& request_, const TensorRules& rules) : request(request_), tensors(request_, rules) {}

    ov::InferRequest request;
    RequestTensors tensors;
    std::atomic<bool> started = false;  // by the queue, not by a user who starts it by hand
  };

  void complete(std::size_t slot, std::exception_ptr error);
  static TensorRules rules(const ov::CompiledModel& model, const BackendOptions& options, std::size_t requests);

  ov::CompiledModel model_;
  ModelInputs inputs_;
  std::shared_ptr<const OutputNames> output_names_;
  const std::size_t requests_;
  const TensorRules rules_;
  bool stateful_ = false;
  Completion completion_;  // outlives the requests: their callbacks use it
  std::deque<Slot> slots_;
};

/// The backend of a core that was made with an OpenVinoBackend.
OpenVinoBackend& backend_of(scheduling::Core& core);

}  // namespace millrace::queue
