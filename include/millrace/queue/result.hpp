#pragma once

#include <any>
#include <cstddef>
#include <cstdint>
#include <memory>
#include <span>
#include <string>
#include <vector>

#include "millrace/queue/timing.hpp"
#include "openvino/runtime/tensor.hpp"

namespace millrace {
namespace queue {
class OutputNames;
class TensorJob;
}  // namespace queue

/// The output tensors of a job that succeeded. They, and copies of them, stay valid and never change, even after the
/// queue is gone. Value type, cheap to copy (copies share the tensors).
///
/// With Results::kBorrow the tensors are the request's own, and it runs nothing else while a copy of the Result exists.
/// Tensors taken out of a borrowed Result must not outlive it.
class Result {
 public:
  Result() = default;

  /// The job's number: 0, 1, 2, ... in the order in which the queue accepted them.
  std::uint64_t id() const noexcept { return id_; }
  const Timing& timing() const noexcept { return timing_; }

  /// How many outputs the model has.
  std::size_t size() const noexcept { return outputs_.size(); }
  /// All of them, in the model's order; a view of this Result.
  std::span<const ov::Tensor> outputs() const noexcept { return outputs_; }
  /// Output by index or by tensor name. Throws Error kInvalidArgument that names the existing ones.
  const ov::Tensor& operator[](std::size_t index) const;
  const ov::Tensor& operator[](const std::string& name) const;

  /// The job's JobOptions::userdata. Throws std::bad_any_cast when it is not a T.
  ///
  /// Example: `int frame = result.userdata<int>();`
  template <class T>
  const T& userdata() const {
    return std::any_cast<const T&>(userdata());
  }
  const std::any& userdata() const noexcept;

 private:
  friend class Outcome;
  explicit Result(queue::TensorJob& job);

  std::uint64_t id_ = 0;
  Timing timing_;
  std::shared_ptr<const std::any> userdata_;
  std::vector<ov::Tensor> outputs_;
  std::shared_ptr<void> loan_;  // holds the request while the outputs are borrowed
  std::shared_ptr<const queue::OutputNames> names_;
};

}  // namespace millrace
