#pragma once

#include <cstddef>
#include <memory>

#include "millrace/queue/job.hpp"
#include "millrace/queue/options.hpp"
#include "openvino/runtime/infer_request.hpp"
#include "openvino/runtime/tensor.hpp"

namespace millrace {
namespace queue {
class OpenVinoBackend;
}

/// A lease of one infer request: fill its tensors, start it. The request goes back to the queue on every path: when it
/// is started, dropped, or unwound by an exception. Move-only; thread-compatible. It may outlive the queue.
///
/// Example:
///   Slot slot = queue.acquire();
///   preprocess(picture, slot.input());  // straight into the request's tensor: no copy
///   Job job = std::move(slot).start();
class Slot {
 public:
  Slot(Slot&& other) noexcept = default;
  Slot& operator=(Slot&& other) noexcept;
  Slot(const Slot&) = delete;
  Slot& operator=(const Slot&) = delete;
  ~Slot();

  /// The request's index in the queue.
  std::size_t id() const noexcept { return id_; }

  /// The slot's own tensor for input `index`, to be filled; that input counts as given from now on. Its contents are
  /// whatever an earlier lease left. Dynamic dimensions are 0 when the lease begins, so call set_shape() first. Throws
  /// Error kInvalidArgument for an input that the model does not have.
  ov::Tensor input(std::size_t index = 0);

  /// The request itself, to set any of its tensors; all inputs count as given from now on. Tensors set here are dropped
  /// when the lease or its last run ends. Do not start it, set its callback or keep the reference beyond start().
  ov::InferRequest& request();

  /// Starts the request and ends the lease. If an input was not given, the job fails with Error kInvalidInput rather
  /// than run on another job's data. Throws Error kClosed when the queue was closed.
  Job start(JobOptions options = {}) &&;

  /// Runs the request and keeps the lease, for the next step of a sequence. A stateful model keeps its state from run
  /// to run (each lease begins with a fresh one), and inputs that were given stay given. Throws the job's own
  /// exception, or Stopped; a run that was stopped ends the lease, since the device may still hold the request. Throws
  /// std::system_error(resource_deadlock_would_occur) inside a continuation.
  ///
  /// Example:
  ///   Slot slot = queue.acquire();
  ///   for (const ov::Tensor& step : sequence) {
  ///     step.copy_to(slot.input());
  ///     use(slot.run()[0]);
  ///   }
  Result run(JobOptions options = {});

 private:
  friend class InferQueue;
  friend class SlotAwaiter;

  Slot(std::shared_ptr<scheduling::Core> core, std::size_t id) noexcept;

  /// Makes the Slot of a lease that has just begun.
  static Slot lease(std::shared_ptr<scheduling::Core> core, std::size_t id);
  std::shared_ptr<queue::TensorJob> begin(JobOptions options, bool keeps_slot);
  queue::OpenVinoBackend& backend() const;
  void release() noexcept;

  std::shared_ptr<scheduling::Core> core_;  // null once the lease has ended
  std::size_t id_;
};

}  // namespace millrace
