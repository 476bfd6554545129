#pragma once

#include <atomic>
#include <cstdint>
#include <exception>
#include <memory>

#include "millrace/queue/outcome.hpp"
#include "tuning/soak.hpp"

namespace millrace::tuning {

/// What every job of a soak was, and how it ended, as its owner saw it. A job carries its ticket as its userdata; the
/// ledger judges the outcome by it, and notices tickets that vanish without an outcome. Thread-safe.
class SoakLedger {
 public:
  struct Ticket {
    Ticket(SoakLedger& ledger_, float number_, bool fails_) noexcept;
    Ticket(const Ticket&) = delete;
    Ticket& operator=(const Ticket&) = delete;
    ~Ticket();

    SoakLedger& ledger;
    const float number;  // expected in the result
    const bool fails;
    std::atomic<int> outcomes = 0;
    std::atomic<bool> unseen = false;  // nobody will look at its outcome
  };
  using TicketPtr = std::shared_ptr<Ticket>;

  SoakLedger() = default;
  SoakLedger(const SoakLedger&) = delete;
  SoakLedger& operator=(const SoakLedger&) = delete;

  /// Enters a new job. Its owner then calls one of these:
  TicketPtr open(bool fails);
  /// - it ended, with this outcome;
  void close(const Outcome& outcome);
  void close(const Result& result);                                  // of Slot::run()
  void close_with(Ticket& ticket, const std::exception_ptr& error);  // what Slot::run() threw
  /// - there was no job: the queue refused;
  void refuse(Ticket& ticket) noexcept;
  /// - its outcome will not be looked at.
  void leave(Ticket& ticket) noexcept;

  /// The jobs whose outcome was seen.
  JobAccount seen() const noexcept;
  std::uint64_t opened() const noexcept { return opened_; }
  std::uint64_t refused() const noexcept { return refused_; }
  std::uint64_t left() const noexcept { return left_; }
  std::uint64_t mismatched() const noexcept { return mismatched_; }
  std::uint64_t unexpected() const noexcept { return unexpected_; }
  std::uint64_t doubled() const noexcept { return doubled_; }
  /// Tickets that ended without an outcome, and those still alive.
  std::uint64_t lost() const noexcept { return lost_ + alive_; }

 private:
  using Count = std::atomic<std::uint64_t>;

  void count(Ticket& ticket, Count& of) noexcept;
  void stopped(Ticket& ticket, StopReason reason) noexcept;
  void failed(Ticket& ticket) noexcept;

  Count opened_ = 0;
  Count refused_ = 0;
  Count left_ = 0;
  Count alive_ = 0;
  Count succeeded_ = 0;
  Count failed_ = 0;
  Count stopped_ = 0;
  Count dropped_ = 0;
  Count mismatched_ = 0;
  Count unexpected_ = 0;
  Count doubled_ = 0;
  Count lost_ = 0;
};

}  // namespace millrace::tuning
