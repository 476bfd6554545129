#pragma once

#include <any>
#include <compare>
#include <cstddef>
#include <exception>
#include <functional>
#include <iterator>
#include <memory>
#include <optional>
#include <vector>

#include "millrace/base/clock.hpp"
#include "millrace/queue/inputs.hpp"
#include "millrace/queue/request.hpp"
#include "millrace/queue/stats.hpp"
#include "openvino/runtime/compiled_model.hpp"

namespace millrace {

/// What went wrong with one job of an AsyncInferQueue: its inference, or its callback.
struct JobError {
  std::size_t request_id = 0;  ///< the pooled request it ran on
  std::any userdata;
  std::exception_ptr error;
};

/// OpenVINO's Python AsyncInferQueue for C++, with its names, and without its hangs: a pool of requests, one callback.
///
/// Example:
///   AsyncInferQueue queue(model, 4);
///   queue.set_callback([](Request& request, const std::any& userdata) {
///     show(std::any_cast<std::size_t>(userdata), request.get_output_tensor());
///   });
///   for (std::size_t i = 0; i < pictures.size(); ++i) {
///     queue.start_async(pictures[i], i);  // blocks while no request is idle
///   }
///   queue.wait_all();
///
/// Requests take turns: the one that has been idle longest is next. A request belongs to its callback until that
/// returns, and is idle only then. A tensor read in a callback stays valid. Failed inferences and exceptions of
/// callbacks are kept as errors: wait_all() throws the first, of which last_error() tells the rest, and
/// take_job_errors() hands out the others; each is handed out once, and none stops the queue. The callback is not
/// called for a failed inference.
///
/// Tensors are shared, not copied: memory that an input borrows must live until the job's callback is called, or
/// without a callback until wait_all() has returned. Who has its owner by shared_ptr gives that as (part of) the
/// userdata, or makes the tensor with it: `ov::Tensor(tensor, owner)`.
///
/// Thread-safe: every method but move and destruction, also inside callbacks: start_async() never blocks there, and
/// wait_all() or a get_idle_request_id() that would have to wait throws
/// std::system_error(resource_deadlock_would_occur). The destructor waits until every callback has run, those of jobs
/// that callbacks start meanwhile included; no callback begins after it, and a thread that is still blocked in
/// start_async() or get_idle_request_id() then gets Error kClosed. Inside a callback it returns at once, and what is
/// left runs by itself. It does not throw.
class AsyncInferQueue {
 public:
  using Callback = std::function<void(Request&, const std::any& userdata)>;
  class iterator;

  /// `jobs` 0: as many requests as the device calls optimal.
  explicit AsyncInferQueue(ov::CompiledModel model, std::size_t jobs = 0);
  AsyncInferQueue(AsyncInferQueue&&) noexcept = default;
  AsyncInferQueue& operator=(AsyncInferQueue&& other) noexcept;
  AsyncInferQueue(const AsyncInferQueue&) = delete;
  AsyncInferQueue& operator=(const AsyncInferQueue&) = delete;
  ~AsyncInferQueue();

  /// Applies to the jobs that are started later.
  void set_callback(Callback callback);

  /// Starts a job; blocks while no request is idle. Throws Error kInvalidInput when the inputs do not fit the model;
  /// such an error does not come again in wait_all().
  void start_async(const Inputs& inputs, std::any userdata = {});
  /// Starts a request on its own inputs: those that were set or filled through operator[], in the end after
  /// get_idle_request_id(). Never on another job's.
  void start_async();
  /// Like start_async, but false when it would have to block.
  bool try_start_async(const Inputs& inputs, std::any userdata = {});

  /// Waits until nothing is running or waiting, whoever started it, callbacks' own jobs included; then throws the first
  /// error, if there is one. last_error() tells which job it came from, take_job_errors() has the other errors.
  void wait_all();
  /// What this thread's last wait_all() has thrown, with the request and the userdata of the job; none when it threw
  /// no job's error. Kept for the 64 threads that wait_all() threw to last, until the thread's next wait_all().
  std::optional<JobError> last_error() const;
  /// The errors not handed out yet, in order. At most 1,024 are kept.
  std::vector<std::exception_ptr> take_errors();
  /// The same with the request and the userdata of each job.
  std::vector<JobError> take_job_errors();
  /// Errors that came while 1,024 others were kept, since the queue was made.
  std::size_t dropped_errors() const;

  /// What has become of the jobs, and where their time went. Cheap enough to be polled.
  Stats stats() const;
  /// True when a request is idle, or reserved by this thread.
  bool is_ready() const;
  /// Waits for an idle request and reserves it for this thread's next start_async. A second call returns the same id.
  /// The reservation ends with that start (also when it throws), with this thread's wait_all(), with the callback in
  /// which it was made (also when that throws), and with the thread.
  std::size_t get_idle_request_id();

  /// How many requests there are.
  std::size_t size() const noexcept;
  /// Throws std::out_of_range.
  Request operator[](std::size_t i) const;
  iterator begin() const;
  iterator end() const;

  /// The userdata of each request's last finished job; empty before any.
  std::vector<std::any> userdata() const;

 private:
  std::shared_ptr<queue::AsyncState> state() const;
  void retire() noexcept;

  std::shared_ptr<queue::AsyncState> state_;
};

/// Random access over the Requests of a queue.
class AsyncInferQueue::iterator {
 public:
  using iterator_concept = std::random_access_iterator_tag;
  using iterator_category = std::input_iterator_tag;  // it gives values, not references
  using value_type = Request;
  using difference_type = std::ptrdiff_t;
  using reference = Request;
  using pointer = void;

  iterator() = default;

  Request operator*() const { return {queue_, static_cast<std::size_t>(i_)}; }
  Request operator[](difference_type n) const { return *(*this + n); }

  iterator& operator+=(difference_type n) {
    i_ += n;
    return *this;
  }
  iterator& operator-=(difference_type n) { return *this += -n; }
  iterator& operator++() { return *this += 1; }
  iterator& operator--() { return *this -= 1; }
  iterator operator++(int) {
    iterator old = *this;
    ++*this;
    return old;
  }
  iterator operator--(int) {
    iterator old = *this;
    --*this;
    return old;
  }
  friend iterator operator+(iterator it, difference_type n) { return it += n; }
  friend iterator operator+(difference_type n, iterator it) { return it += n; }
  friend iterator operator-(iterator it, difference_type n) { return it -= n; }
  friend difference_type operator-(const iterator& a, const iterator& b) { return a.i_ - b.i_; }
  friend bool operator==(const iterator& a, const iterator& b) { return a.i_ == b.i_; }
  friend auto operator<=>(const iterator& a, const iterator& b) { return a.i_ <=> b.i_; }

 private:
  friend class AsyncInferQueue;

  iterator(std::shared_ptr<queue::AsyncState> queue, difference_type i) noexcept : queue_(std::move(queue)), i_(i) {}

  std::shared_ptr<queue::AsyncState> queue_;
  difference_type i_ = 0;
};

}  // namespace millrace
