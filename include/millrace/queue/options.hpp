#pragma once

#include <any>
#include <cstddef>
#include <functional>
#include <memory>
#include <optional>
#include <stop_token>

#include "millrace/base/clock.hpp"
#include "millrace/queue/stall_report.hpp"
#include "millrace/queue/trace_record.hpp"

namespace millrace {

/// What submit() does when every request is busy and the backlog is full.
enum class WhenFull {
  kWait,        ///< it blocks until there is room
  kFail,        ///< it throws Error kFull
  kDropOldest,  ///< it stops the job that has waited longest (StopReason::kDropped): the newest frame wins
};

/// Runs a function somewhere else: on a thread pool, an event loop, a strand.
///
/// Example:
///   ThreadPool pool(4);  // of your own, or asio::thread_pool, ...
///   InferQueue queue(model, {.deliver = [&](std::function<void()> run) { pool.post(std::move(run)); }});
///
/// It must run the function or destroy it; the function runs at the latest when its last copy is destroyed, so an
/// executor that shuts down loses nothing. Called concurrently from completion threads and threads that stop jobs.
using Executor = std::function<void(std::function<void()>)>;

/// Who owns the memory of a Result's tensors.
enum class Results {
  kOwn,     ///< the Result: their contents never change
  kBorrow,  ///< the request: it runs nothing else until the last copy of the Result is gone
};

/// Settings of an InferQueue.
struct Options {
  /// How many requests it has; 0: as many as the device calls optimal (OPTIMAL_NUMBER_OF_INFER_REQUESTS).
  std::size_t requests = 0;
  /// How many more jobs may wait for a request before the queue is full; by default as many as there are requests.
  std::optional<std::size_t> backlog = std::nullopt;
  /// What submit() does when the queue is full. (kDropOldest needs a backlog of at least 1.)
  WhenFull full = WhenFull::kWait;
  Results results = Results::kOwn;
  /// Where continuations run; empty: on the thread that completes the job, where they hold up the device's other
  /// completions. Stats::advice() says when that costs throughput. The request is idle again as soon as the executor's
  /// call returns.
  Executor deliver = {};
  /// Gets every job's record, for instance ChromeTrace::hook(). If empty, and the environment variable MILLRACE_TRACE
  /// names a file, a Chrome trace of all the process's queues goes there.
  TraceHook trace = {};
  /// When jobs run but none has completed for this long, `on_stall` gets a report (once per stall).
  std::optional<Milliseconds> stall_timeout = std::nullopt;
  StallHook on_stall = {};
};

/// Settings of one job.
struct JobOptions {
  /// Stops the job in any state when it fires; also ends a blocked submit().
  std::stop_token stop = {};
  /// The job is stopped if it has not ended by this time. (The first job with a deadline starts one thread for all
  /// queues of the process; unless there is an executor, continuations of expired jobs run on it.)
  // In parentheses, as windows.h has a macro of this name.
  Clock::time_point deadline = (Clock::time_point::max)();  // NOLINT(readability-redundant-parentheses)
  /// Handed back with the outcome: Result::userdata<T>().
  std::any userdata = {};
  /// The owner of memory that the tensors only borrow; kept until the device is done with the inputs.
  std::shared_ptr<void> keep_alive = nullptr;
};

}  // namespace millrace
