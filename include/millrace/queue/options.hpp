#pragma once

#include <any>
#include <cstddef>
#include <memory>
#include <optional>

namespace millrace {

/// How an InferQueue is made.
struct Options {
  /// How many requests it keeps; 0: as many as the device calls optimal (OPTIMAL_NUMBER_OF_INFER_REQUESTS).
  std::size_t requests = 0;
  /// How many more jobs may wait for a request before submit() blocks; by default as many as there are requests.
  std::optional<std::size_t> backlog = std::nullopt;
};

/// What goes with one job.
struct JobOptions {
  /// Handed back with the outcome: Result::userdata<T>().
  std::any userdata = {};
  /// Kept until the device is done with the inputs: the owner of memory that the tensors only borrow.
  std::shared_ptr<void> keep_alive = nullptr;
};

}  // namespace millrace
