#pragma once

#include <cstdint>
#include <exception>
#include <optional>

#include "millrace/queue/result.hpp"
#include "millrace/queue/stop_reason.hpp"

namespace millrace {

/// How a job ended: with a Result, with its own exception (type intact), or with the reason why it was stopped. Every
/// job has exactly one.
///
/// Example:
///   job.on_done([](const Outcome& outcome) {
///     if (outcome.ok()) use(outcome.result()[0]);
///     if (outcome.error()) log(describe(outcome.error()));
///   });
class Outcome {
 public:
  bool ok() const noexcept { return !error_ && !stopped_; }
  explicit operator bool() const noexcept { return ok(); }

  /// The job's exception, or null.
  const std::exception_ptr& error() const noexcept { return error_; }
  /// Why it was stopped, or nothing.
  std::optional<StopReason> stopped() const noexcept { return stopped_; }

  /// The result. Throws the job's exception, or Stopped, when there is none.
  const Result& result() const&;
  Result result() &&;

  /// Known whatever the outcome.
  std::uint64_t id() const noexcept { return result_.id(); }
  const Timing& timing() const noexcept { return result_.timing(); }
  const std::any& userdata() const noexcept { return result_.userdata(); }
  template <class T>
  const T& userdata() const {
    return result_.userdata<T>();
  }

 private:
  friend class Job;
  friend class Sequencer;
  friend class Slot;

  /// Takes the outcome out of a job that is done.
  explicit Outcome(queue::TensorJob& job);
  explicit Outcome(std::exception_ptr error) noexcept;

  void throw_unless_ok() const;

  Result result_;
  std::exception_ptr error_;
  std::optional<StopReason> stopped_;
};

}  // namespace millrace
