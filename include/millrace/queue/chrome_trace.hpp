#pragma once

#include <memory>
#include <string>

#include "millrace/queue/trace_record.hpp"

namespace millrace {

/// Writes what queues do as a trace in Chrome's JSON format, to be opened in https://ui.perfetto.dev or
/// chrome://tracing. Every queue is shown as a process with one lane per request, so that gaps show too. Waiting jobs
/// and continuations have lanes of their own. The file is written as jobs end; it is complete once this object and its
/// hooks are gone, or the process has ended.
///
/// Example:
///   ChromeTrace trace("queue.json");
///   InferQueue queue(model, {.trace = trace.hook("detector")});
///
/// Thread-safe. Hooks may outlive the object. A child process that is forked later adds nothing to the file.
class ChromeTrace {
 public:
  /// Throws Error kIo when the file cannot be written.
  explicit ChromeTrace(const std::string& path);

  /// The hook for one queue's Options::trace; `name` is the queue's name in the trace.
  TraceHook hook(std::string name = "queue") const;

 private:
  class File;
  std::shared_ptr<File> file_;
};

/// A hook into the trace file named by the environment variable MILLRACE_TRACE, which the whole process shares; empty
/// when that is not set. Throws Error kIo when the file cannot be written.
TraceHook trace_from_environment();

}  // namespace millrace
