#pragma once

#include <cstddef>
#include <optional>
#include <vector>

#include "millrace/queue/options.hpp"
#include "openvino/core/node_output.hpp"
#include "openvino/runtime/allocator.hpp"
#include "openvino/runtime/infer_request.hpp"
#include "openvino/runtime/tensor.hpp"

namespace millrace::queue {

/// How long tensors that a user set on a request by hand stay there.
enum class UserTensors {
  kOfTheLease,    ///< InferQueue: for the lease in which they were set
  kOfTheRequest,  ///< AsyncInferQueue: until the user sets others; they replace the request's own
};

/// Settings shared by all requests of a queue.
struct TensorRules {
  UserTensors users = UserTensors::kOfTheLease;
  Results results = Results::kOwn;
  std::vector<ov::Output<const ov::Node>> inputs;
  std::vector<ov::Output<const ov::Node>> outputs;
  ov::Allocator output_memory;  ///< for the outputs that the queue sets
};

/// How a run relates to a lease of its request.
enum class Leased {
  kNo,    ///< not leased: the job brings its inputs, or uses the request's own
  kOn,    ///< the lease goes on after the run
  kLast,  ///< the run ends the lease
};

/// Whose tensors an infer request holds: its own, a job's, or the user's.
///
///   inputs    own, in a lease and when idle; the job's from start() on; the user's, where one was set by hand
///   outputs   fresh for every run (Results::kOwn) or own (kBorrow); the user's, where one was set by hand
///
///   a lease = lease (expose | own_input)* (end_lease | start(kLast))      start = start collect? park?
///
/// Requests cannot unset a tensor, so outdated ones are replaced instead. Not thread-safe: only the slot's holder may
/// call.
class RequestTensors {
 public:
  /// `rules` must outlive it.
  RequestTensors(ov::InferRequest request, const TensorRules& rules);

  /// Begins a lease on the request's own inputs: none counts as given yet, dynamic ones have their initial empty shape.
  void lease();
  /// Hands the request to the user, who may set any of its tensors; all inputs count as given.
  ov::InferRequest& expose();
  /// The request's own tensor for an input, to be filled; the input counts as given. Throws Error kInvalidArgument when
  /// the model has no such input.
  ov::Tensor own_input(std::size_t index);
  /// The first input that was not given in this lease.
  std::optional<std::size_t> missing_input() const;
  /// Ends the lease without a run.
  void end_lease() noexcept;

  /// Sets the next run's tensors. `inputs`: one per input, or none to use those that the lease or the request holds.
  void start(std::vector<ov::Tensor> inputs, Leased leased);
  /// The outputs of the run that completed.
  std::vector<ov::Tensor> collect();
  /// Drops the last job's tensors, since the request has nothing to run.
  void park() noexcept;

 private:
  struct Input {
    ov::Tensor own;                 // used when no job sets one
    ov::Tensor jobs;                // what the last run set; empty: own
    std::optional<ov::Shape> made;  // initial shape of `own`, if dynamic
    bool given = false;             // in this lease
  };
  struct Output {
    ov::Tensor own;      // what the queue set last
    bool users = false;  // the user's is set
  };

  void put_own_input(std::size_t index);
  void put_own_inputs();
  void keep_users_inputs();
  void leave_lease() noexcept;
  void note_users_outputs() noexcept;
  void set_outputs(bool users_stay);
  void put_output(std::size_t index);

  ov::InferRequest request_;
  const TensorRules* rules_;
  std::vector<Input> inputs_;
  std::vector<Output> outputs_;
  bool exposed_ = false;    // the user has had the request: ever, or in this lease
  bool displaced_ = false;  // inputs of an ended lease may still be set
};

}  // namespace millrace::queue
