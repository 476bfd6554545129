#pragma once

#include <any>
#include <memory>
#include <vector>

#include "millrace/queue/options.hpp"
#include "openvino/runtime/compiled_model.hpp"
#include "openvino/runtime/infer_request.hpp"
#include "queue/model_inputs.hpp"
#include "queue/output_names.hpp"
#include "queue/recycling_allocator.hpp"
#include "queue/scheduling/backend.hpp"
#include "queue/scheduling/lease.hpp"
#include "queue/tensor_job.hpp"

namespace millrace {

/// What becomes of the tensors that a user set on a request by hand.
enum class UserTensors {
  kDropWhenIdle,  ///< InferQueue: they belong to one lease of the slot
  kKeep,          ///< AsyncInferQueue: they belong to the request, until the user sets others
};

struct BackendOptions {
  std::size_t requests = 0;  ///< 0: as many as the device calls optimal
  UserTensors user_tensors = UserTensors::kDropWhenIdle;
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

  const ov::CompiledModel& model() const noexcept { return model_; }
  const ModelInputs& inputs() const noexcept { return inputs_; }
  const std::shared_ptr<const OutputNames>& output_names() const noexcept { return output_names_; }

  /// What lends a job's request to its Result, when results are borrowed; null otherwise.
  std::shared_ptr<scheduling::Lease> loan() const;

  // For the holder of a slot.

  /// The lease of a slot begins: a stateful model forgets what it knew.
  void begin_lease(std::size_t slot);

  /// The request itself; from now on its tensors may be the user's.
  ov::InferRequest& expose(std::size_t slot);
  /// The request, to be read: get_tensor() is no const method of it.
  ov::InferRequest& request(std::size_t slot) noexcept { return slots_[slot].request; }

  /// The slot's own tensor for an input, which the request holds while the slot is leased.
  ov::Tensor& own_input(std::size_t slot, std::size_t input);

 private:
  struct Slot {
    ov::InferRequest request;
    std::vector<ov::Tensor> own_inputs;
    std::vector<ov::Tensor> own_outputs;  ///< what the queue set last; empty while the user's tensor stands there
    bool foreign_inputs = false;          ///< the request holds some job's inputs
    bool exposed = false;                 ///< the user has had the request in hand
  };

  static void set_inputs(Slot& slot, const std::vector<ov::Tensor>& tensors);
  static void put_own_inputs_back(Slot& slot);
  void set_fresh_outputs(Slot& slot, bool keep_users);

  ov::CompiledModel model_;
  ModelInputs inputs_;
  std::shared_ptr<const OutputNames> output_names_;
  BackendOptions options_;
  bool stateful_ = false;
  Completion completion_;  // outlives the requests: their callbacks use it
  ov::Allocator output_memory_;
  std::vector<Slot> slots_;
};

}  // namespace millrace
