#pragma once

#include <any>
#include <compare>
#include <cstddef>
#include <exception>
#include <functional>
#include <iterator>
#include <memory>
#include <optional>
#include <utility>
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

/// OpenVINO's Python AsyncInferQueue for C++, with the same names but without its hangs: a pool of requests, one
/// callback.
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
/// The request that has been idle longest is next. A request is idle again only when its callback has returned. A
/// tensor read in a callback stays valid. Failed inferences, for which the callback is not called, and exceptions
/// thrown by callbacks are kept as errors. wait_all() throws the first (last_error() says which job it came from),
/// take_job_errors() returns the others. Each is handed out once, and none stops the queue.
///
/// Tensors are shared, not copied: memory that an input borrows must live until the job's callback is called, or
/// without a callback until wait_all() has returned. If a shared_ptr owns that memory, put it into the userdata, or
/// make the tensor with it: `ov::Tensor(tensor, owner)`.
///
/// Thread-safe except for move and destruction, also inside callbacks. There start_async() never blocks, and wait_all()
/// and get_idle_request_id() throw std::system_error(resource_deadlock_would_occur) if they would have to wait.
/// The destructor waits until every callback has run, including those of jobs that callbacks start meanwhile; none
/// begins after it. Threads still blocked in start_async() or get_idle_request_id() then get Error kClosed. Inside a
/// callback the destructor returns at once, and the remaining jobs run on their own. It does not throw.
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
  /// wait_all() does not throw that again.
  void start_async(const Inputs& inputs, std::any userdata = {});
  /// Starts a request on its own inputs, as set or filled through operator[] (after get_idle_request_id(), to know
  /// which request it will be). Never on another job's.
  void start_async();
  /// Like start_async, but false when it would have to block.
  bool try_start_async(const Inputs& inputs, std::any userdata = {});

  /// Waits until no job is running or waiting, including other threads' and callbacks' own; then throws the first
  /// error, if there is one. last_error() says which job it came from, take_job_errors() has the other errors.
  void wait_all();
  /// The error that this thread's last wait_all() threw, with the job's request and userdata; nothing if it threw no
  /// job's error. Kept until the thread's next wait_all(), for the 64 threads that got one most recently.
  std::optional<JobError> last_error() const;
  /// The errors not handed out yet, in order. At most 1,024 are kept.
  std::vector<std::exception_ptr> take_errors();
  /// The same with the request and the userdata of each job.
  std::vector<JobError> take_job_errors();
  /// How many errors were dropped since the queue was made, because 1,024 others were kept.
  std::size_t dropped_errors() const;

  /// What became of the jobs, and where their time went. Cheap enough to poll.
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
  using iterator_category = std::input_iterator_tag;  // operator* returns a value, not a reference
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
