#pragma once

#include <memory>
#include <string>

#include "millrace/queue/trace_record.hpp"

namespace millrace {

/// Writes what queues do as a trace in Chrome's JSON format, to be opened in https://ui.perfetto.dev or
/// chrome://tracing. Every queue is a process with one lane a request: what runs there, and the gaps in between.
/// Waiting jobs and continuations have lanes of their own. The file is written as jobs end, and complete once this
/// object and its hooks have gone, or the process has ended.
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

  /// What Options::trace takes, for one queue, called `name` in the trace.
  TraceHook hook(std::string name = "queue") const;

 private:
  class File;
  std::shared_ptr<File> file_;
};

/// A hook into the trace that the environment variable MILLRACE_TRACE names, shared by the whole process; empty when it
/// is not set. Throws Error kIo when the file cannot be written.
TraceHook trace_from_environment();

}  // namespace millrace
