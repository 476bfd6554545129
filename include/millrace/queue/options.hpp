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
  kDropOldest,  ///< the job that waits longest is stopped (StopReason::kDropped) and makes room: the newest frame wins
};

/// Runs a function somewhere else: on a thread pool, an event loop, a strand.
///
/// Example:
///   ThreadPool pool(4);  // of your own, or asio::thread_pool, ...
///   InferQueue queue(model, {.deliver = [&](std::function<void()> run) { pool.post(std::move(run)); }});
///
/// It must run the function, or destroy it; the function runs at the latest when its last copy is destroyed, so that an
/// executor that is shut down loses nothing. Called from completion threads and whoever stops a job, several at a time.
using Executor = std::function<void(std::function<void()>)>;

/// Whose memory a Result's tensors are.
enum class Results {
  kOwn,     ///< the Result's: they stay as they are for ever
  kBorrow,  ///< the request's: it runs nothing else until the last copy of the Result is let go
};

/// How an InferQueue is made.
struct Options {
  /// How many requests it keeps; 0: as many as the device calls optimal (OPTIMAL_NUMBER_OF_INFER_REQUESTS).
  std::size_t requests = 0;
  /// How many more jobs may wait for a request before the queue is full; by default as many as there are requests.
  std::optional<std::size_t> backlog = std::nullopt;
  /// What submit() does then. (kDropOldest needs a backlog of at least 1.)
  WhenFull full = WhenFull::kWait;
  Results results = Results::kOwn;
  /// Where continuations run; empty: on the thread that completes the job, where they hold up the device's other
  /// completions. Stats::advice() says when that costs throughput. The request is idle again when this call returns.
  Executor deliver = {};
  /// Gets every job's record, for instance ChromeTrace::hook(). When it is empty and the environment variable
  /// MILLRACE_TRACE names a file, a Chrome trace of all queues of the process goes there.
  TraceHook trace = {};
  /// When something runs and nothing has completed for that long, `on_stall` gets a report (once per stall).
  std::optional<Milliseconds> stall_timeout = std::nullopt;
  StallHook on_stall = {};
};

/// What goes with one job.
struct JobOptions {
  /// Stops the job, wherever it is, when it fires; a submit() that blocks ends too.
  std::stop_token stop = {};
  /// The job is stopped when this time has come and it has not ended. (The first job with a deadline starts one thread
  /// that serves all queues of the process; continuations of expired jobs run there, unless there is an executor.)
  // In parentheses, as windows.h has a macro of this name.
  Clock::time_point deadline = (Clock::time_point::max)();  // NOLINT(readability-redundant-parentheses)
  /// Handed back with the outcome: Result::userdata<T>().
  std::any userdata = {};
  /// Kept until the device is done with the inputs: the owner of memory that the tensors only borrow.
  std::shared_ptr<void> keep_alive = nullptr;
};

}  // namespace millrace
