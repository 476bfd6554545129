#pragma once

#include <atomic>
#include <cstddef>
#include <cstdint>
#include <functional>
#include <vector>

#include "openvino/runtime/compiled_model.hpp"
#include "openvino/runtime/infer_request.hpp"

namespace millrace::tuning {

/// The least that keeps a device busy: requests that restart themselves when they complete. The baseline for what a
/// queue costs. A failed inference restarts like any other.
///
/// The device must not complete inside start_async() (as with NUM_STREAMS 0). One owner; completed() from any thread.
class RequestLoop {
 public:
  /// Called before every start, to set tensors; on the completion thread, except for the first starts. Must not throw.
  using Prepare = std::function<void(ov::InferRequest&)>;

  RequestLoop(ov::CompiledModel model, std::size_t requests, Prepare prepare = {});
  RequestLoop(const RequestLoop&) = delete;
  RequestLoop& operator=(const RequestLoop&) = delete;
  ~RequestLoop();

  /// Starts every request. Throws what starting throws.
  void start();
  /// Lets running inferences complete, starts no more, and waits.
  void stop() noexcept;

  /// How many inferences have completed since the loop was made, failed ones included.
  std::uint64_t completed() const noexcept { return completed_.load(std::memory_order_relaxed); }

 private:
  void run_again(ov::InferRequest& request);

  ov::CompiledModel model_;
  Prepare prepare_;
  std::atomic<std::uint64_t> completed_ = 0;
  std::atomic<bool> running_ = false;
  std::vector<ov::InferRequest> requests_;
};

}  // namespace millrace::tuning
