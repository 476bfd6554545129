#pragma once

#include <atomic>
#include <cstddef>
#include <cstdint>
#include <functional>
#include <vector>

#include "openvino/runtime/compiled_model.hpp"
#include "openvino/runtime/infer_request.hpp"

namespace millrace::tuning {

/// The least that keeps a device busy: requests that start themselves again when they complete. What a queue costs is
/// measured against it. A failed inference is started again like any other.
///
/// The device must complete elsewhere than inside start_async() (not NUM_STREAMS 0). One owner; completed() from
/// anywhere.
class RequestLoop {
 public:
  /// Called before every start, on the completion thread but for the first ones: to set tensors. It must not throw.
  using Prepare = std::function<void(ov::InferRequest&)>;

  RequestLoop(ov::CompiledModel model, std::size_t requests, Prepare prepare = {});
  RequestLoop(const RequestLoop&) = delete;
  RequestLoop& operator=(const RequestLoop&) = delete;
  ~RequestLoop();

  /// Starts every request. Throws what starting throws.
  void start();
  /// Lets what runs complete, starts nothing more, and waits for it.
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
