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

/// What becomes of the tensors that a user set on a request by hand.
enum class UserTensors {
  kOfTheLease,    ///< InferQueue: they go with the lease in which they were set
  kOfTheRequest,  ///< AsyncInferQueue: they take the place of the request's own, until the user sets others
};

/// What holds for all requests of a queue.
struct TensorRules {
  UserTensors users = UserTensors::kOfTheLease;
  Results results = Results::kOwn;
  std::vector<ov::Output<const ov::Node>> inputs;
  std::vector<ov::Output<const ov::Node>> outputs;
  ov::Allocator output_memory;  ///< of the outputs that the queue sets
};

/// How a run stands to a lease of its request.
enum class Leased {
  kNo,    ///< a job that came with its inputs, or wants the request's own
  kOn,    ///< the lease goes on when the run is over
  kLast,  ///< the run ends the lease
};

/// Whose tensors an infer request holds: its own, a job's, or the user's.
///
///   inputs    own, in a lease and when idle; the job's from start() on; the user's, where one was set by hand
///   outputs   fresh for every run (Results::kOwn) or own (kBorrow); the user's, where one was set by hand
///
///   a lease = lease (expose | own_input)* (end_lease | start(kLast))      start = start collect? park?
///
/// A request has no «unset», so that what has ended is replaced. Not thread-safe: whoever has the slot calls.
class RequestTensors {
 public:
  /// `rules` must outlive it.
  RequestTensors(ov::InferRequest request, const TensorRules& rules);

  /// A lease begins: on the request's own inputs, those of a dynamic shape as empty as they were made, none given yet.
  void lease();
  /// The user gets the request in hand, and may set any of its tensors; all inputs count as given.
  ov::InferRequest& expose();
  /// The request's own tensor for an input, to be filled: it counts as given. Throws Error
  /// kInvalidArgument for one that the model does not have.
  ov::Tensor own_input(std::size_t index);
  /// The first input that was not given in this lease.
  std::optional<std::size_t> missing_input() const;
  /// The lease ends without a run.
  void end_lease() noexcept;

  /// The next run's tensors go in. `inputs`: one for each, or none at all, for what the lease or the request holds.
  void start(std::vector<ov::Tensor> inputs, Leased leased);
  /// The outputs of the run that completed.
  std::vector<ov::Tensor> collect();
  /// The request has nothing to run: what the last job gave is let go.
  void park() noexcept;

 private:
  struct Input {
    ov::Tensor own;                 // what it holds when no job does
    ov::Tensor jobs;                // what the last run set; empty: own
    std::optional<ov::Shape> made;  // the shape in which a dynamic own tensor was made
    bool given = false;             // in this lease
  };
  struct Output {
    ov::Tensor own;      // what the queue set last
    bool users = false;  // the user's stands there
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
  bool exposed_ = false;    // the user has had the request in hand: ever, or in this lease
  bool displaced_ = false;  // inputs of a lease that has ended may stand there
};

}  // namespace millrace::queue
