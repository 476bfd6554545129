#pragma once

#include <atomic>
#include <cstdint>
#include <optional>

#include "millrace/queue/infer_queue.hpp"
#include "tuning/soak_ledger.hpp"

namespace millrace::tuning {

/// What the users of one queue in a soak share: the queue, and the books.
struct SoakTarget {
  InferQueue& queue;
  SoakLedger& ledger;
  std::atomic<std::uint64_t>& thrown;  // by continuations, on purpose
  bool with_faults;                    // the model has `k`
};

/// A job that is entered in the ledger and not submitted yet.
struct SoakJob {
  SoakLedger::TicketPtr ticket;
  Inputs inputs;
};

/// With `fails` its inference fails, if the model can.
SoakJob new_soak_job(SoakTarget& target, bool fails);

/// Submits it with these options and its ticket. What the queue refuses is entered as refused; there is no job then.
std::optional<Job> submit(SoakTarget& target, const SoakJob& job, JobOptions options = {});

/// A continuation that enters the outcome, and throws when it is told to.
enum class Throws { kNothing, kException, kNumber };
UniqueFunction<void(Outcome)> enter_outcome(SoakTarget& target, Throws throws = Throws::kNothing);

}  // namespace millrace::tuning
