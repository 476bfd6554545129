#pragma once

#include <chrono>
#include <cstddef>
#include <memory>
#include <string>
#include <vector>

#include "openvino/runtime/compiled_model.hpp"

namespace millrace::benchmarks {

/// One way to keep `requests` requests of a model busy.
class Contender {
 public:
  using Seconds = std::chrono::duration<double>;

  virtual ~Contender() = default;
  virtual std::string name() const = 0;
  /// Runs for that long after a short start, and gives the microseconds of wall time a job.
  virtual double measure(Seconds time) = 0;
};

using Contenders = std::vector<std::unique_ptr<Contender>>;

/// Requests that restart themselves: bare, and with the tensor calls that a queue with defaults makes for each job.
std::unique_ptr<Contender> bare_loop(const ov::CompiledModel& model, std::size_t requests);
std::unique_ptr<Contender> tensor_loop(const ov::CompiledModel& model, std::size_t requests);

/// InferQueue without tensor calls (Slot, borrowed results), restarted in continuations.
std::unique_ptr<Contender> slots_in_continuations(const ov::CompiledModel& model, std::size_t requests);
/// InferQueue with defaults, restarted in continuations; and from one producer thread.
std::unique_ptr<Contender> submits_in_continuations(const ov::CompiledModel& model, std::size_t requests);
std::unique_ptr<Contender> submits_of_a_thread(const ov::CompiledModel& model, std::size_t requests);
/// AsyncInferQueue from one thread, with a callback.
std::unique_ptr<Contender> async_queue(const ov::CompiledModel& model, std::size_t requests);

/// Python's AsyncInferQueue from one thread, with a callback, in a process of `python` that runs
/// benchmarks/peers/queue/overhead_worker.py; with the data given to each start_async(), or without.
std::unique_ptr<Contender> python_queue(const std::string& python, const std::string& model_file, std::size_t requests,
                                        bool with_data);

}  // namespace millrace::benchmarks
