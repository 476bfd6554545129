#pragma once

#include <atomic>
#include <cstddef>
#include <deque>
#include <functional>
#include <thread>
#include <vector>

#include "base/mutex.hpp"
#include "queue/scheduling/backend.hpp"

namespace millrace::scheduling {

/// A job of the fake backend: its output is twice its input, unless it is told to fail.
class FakeJob : public JobState {
 public:
  int input = 0;
  int output = 0;
  std::exception_ptr start_error;    ///< start() throws it
  std::exception_ptr run_error;      ///< the completion carries it
  std::exception_ptr collect_error;  ///< collect() throws it
  std::thread::id started_on;        ///< set by start()
};

/// A runtime made of threads alone, so that ThreadSanitizer sees everything. It checks the core's side of the protocol:
/// violations() must stay 0.
class FakeBackend final : public Backend {
 public:
  enum class Completes {
    kByHand,    ///< when the test calls complete()
    kOnThread,  ///< on `completers` threads (OpenVINO has one), in the order of the starts
    kInline,    ///< inside start(), as OpenVINO does it with num_streams(0)
  };

  FakeBackend(std::size_t slots, Completes completes, std::size_t completers = 1);
  ~FakeBackend() override;

  std::size_t size() const noexcept override { return size_; }
  void bind(Completion completion) override { completion_ = std::move(completion); }
  void start(std::size_t slot, JobState& job) override;
  void wait(std::size_t slot) noexcept override;
  void cancel(std::size_t slot) noexcept override;
  void collect(std::size_t slot, JobState& job) override;
  void park(std::size_t slot) noexcept override;
  void end_lease(std::size_t slot) noexcept override;

  /// Completes the run of `slot` on this thread.
  void complete(std::size_t slot);
  /// A completion of `slot` that belongs to no start().
  void complete_unasked(std::size_t slot) { completion_(slot, nullptr); }
  /// What cancel() does; nothing unless set, as on a device that cannot cancel. Set it before the first job.
  std::function<void(std::size_t slot)> on_cancel;
  /// Called wherever another thread could come between, and again and again instead of waiting. Set it before the first
  /// job.
  std::function<void()> on_step;
  /// Called when a completion has come back from the core, while its callback still counts as running. Set it before
  /// the first job.
  std::function<void()> on_return;
  /// Called again and again by whoever waits for a completion callback to return, with each thread that is in one. Set
  /// it before the first job.
  std::function<void(std::thread::id completer)> on_wait;
  bool is_running(std::size_t slot) const;
  std::size_t running() const;
  std::size_t starts() const { return starts_; }
  std::size_t parks() const { return parks_; }
  std::size_t cancels() const { return cancels_; }
  std::size_t ended_leases() const { return ended_leases_; }
  std::size_t violations() const { return violations_; }

 private:
  struct Slot {
    FakeJob* job = nullptr;
    bool running = false;
    std::vector<std::thread::id> completers = {};  // the threads that have a completion on their stack
    bool cancelling = false;
  };

  void serve();
  void step() const {
    if (on_step) on_step();
  }

  const std::size_t size_;
  const Completes completes_;
  Completion completion_;
  std::atomic<std::size_t> starts_ = 0;
  std::atomic<std::size_t> parks_ = 0;
  std::atomic<std::size_t> cancels_ = 0;
  std::atomic<std::size_t> ended_leases_ = 0;
  std::atomic<std::size_t> violations_ = 0;

  mutable base::Mutex mutex_;
  base::CondVar changed_;
  std::vector<Slot> slots_ MILLRACE_GUARDED_BY(mutex_);
  std::deque<std::size_t> started_ MILLRACE_GUARDED_BY(mutex_);
  bool stopping_ MILLRACE_GUARDED_BY(mutex_) = false;
  std::vector<std::jthread> servers_;  // last: they end before what they use
};

}  // namespace millrace::scheduling
