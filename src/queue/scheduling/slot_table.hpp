#pragma once

#include <cstddef>
#include <cstdint>
#include <memory>
#include <optional>
#include <utility>
#include <vector>

#include "queue/scheduling/job_state.hpp"
#include "queue/scheduling/thread_context.hpp"

namespace millrace::scheduling {

/// What the last of a slot's completion callbacks must do when it leaves.
enum class Afterwards {
  kNothing,
  kPassOn,  ///< the slot waits to be passed on
  kStart,   ///< the slot's job waits to be started
};

/// Which slots are free, which jobs the others have, and which completion callbacks are still on a stack. Not
/// thread-safe: guarded by the core's mutex.
///
///   free -> leased | taken -> ... -> free          a leased slot has no job
class SlotTable {
 public:
  SlotTable(std::size_t size, bool longest_free_first);

  bool any_free() const noexcept { return free_count_ > 0; }
  /// Takes a free slot, which is leased from now on.
  std::optional<std::size_t> take_free() noexcept;
  void put_free(std::size_t slot) noexcept;

  std::size_t size() const noexcept { return jobs_.size(); }
  const std::shared_ptr<JobState>& job(std::size_t slot) const noexcept { return jobs_[slot].job; }
  void give(std::size_t slot, std::shared_ptr<JobState> job) noexcept { jobs_[slot].job = std::move(job); }
  /// The job's run is over, or will never begin.
  std::shared_ptr<JobState> take_back(std::size_t slot) noexcept { return std::move(jobs_[slot].job); }

  // Completion callbacks: one is present as long as it may run user code. A thread that took the slot then would have
  // to wait for that code, so the slot is not free until the last one has left. There may be several: the first may
  // start the next run, which completes on another thread.

  void begin_run(std::size_t slot) noexcept { ++jobs_[slot].run; }
  void enter(CallbackScope& callback) noexcept;
  void leave(CallbackScope& callback) noexcept;
  /// False for the last one if it has something to do: it stays.
  bool leave_if_idle(CallbackScope& callback) noexcept;
  std::size_t callbacks(std::size_t slot) const noexcept { return jobs_[slot].callbacks; }
  /// Whether a thread inside `mine` (null: in no callback of the slot) may start a run: only in the callback of the
  /// latest run, or when no other callback is present.
  bool may_start(std::size_t slot, const CallbackScope* mine) const noexcept;
  Afterwards& afterwards(std::size_t slot) noexcept { return jobs_[slot].afterwards; }
  Afterwards afterwards(std::size_t slot) const noexcept { return jobs_[slot].afterwards; }
  /// True while this job waits for the last callback to leave, which will start it.
  bool waits_to_start(const JobState& job) const noexcept;

  // When a job is stopped while it runs, the backend is asked to cancel the slot, and must not start it again before
  // that call has returned.

  /// `keeper` keeps alive what the completion needs, until the run is over.
  void keep(std::size_t slot, std::shared_ptr<void> keeper) noexcept { jobs_[slot].keeper = std::move(keeper); }
  void begin_cancel(std::size_t slot) noexcept { jobs_[slot].cancelling = true; }
  /// The run is over: returns the keeper, and says whether the thread inside cancel() must pass the slot on.
  std::shared_ptr<void> end_stopped_run(std::size_t slot, bool& left_to_canceller) noexcept;
  /// The backend's cancel() has returned. True when the run was over by then: the slot is the caller's to pass on.
  bool end_cancel(std::size_t slot) noexcept;

 private:
  struct Place {
    std::shared_ptr<JobState> job;
    std::shared_ptr<void> keeper;
    bool cancelling = false;
    bool left = false;
    std::uint64_t run = 0;
    std::size_t callbacks = 0;  // present
    Afterwards afterwards = Afterwards::kNothing;
  };

  const bool longest_free_first_;
  std::vector<std::size_t> free_;  // a ring of free_count_ slots from free_begin_ on, longest free first
  std::size_t free_begin_ = 0;
  std::size_t free_count_;
  std::vector<Place> jobs_;
};

}  // namespace millrace::scheduling
