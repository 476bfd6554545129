#include "tuning/soak_job.hpp"

#include <stdexcept>
#include <utility>

#include "millrace/base/error.hpp"
#include "tuning/soak_model.hpp"

namespace millrace::tuning {

SoakJob new_soak_job(SoakTarget& target, bool fails) {
  fails = fails && target.with_faults;
  SoakLedger::TicketPtr ticket = target.ledger.open(fails);
  const ov::Tensor payload = soak_payload(ticket->number);
  if (!target.with_faults) return {std::move(ticket), payload};
  return {std::move(ticket), {payload, soak_fault(fails)}};
}

std::optional<Job> submit(SoakTarget& target, const SoakJob& job, JobOptions options) {
  options.userdata = job.ticket;
  try {
    return target.queue.submit(job.inputs, std::move(options));
  } catch (const Error&) {
  } catch (const Stopped&) {
  }
  target.ledger.refuse(*job.ticket);
  return std::nullopt;
}

UniqueFunction<void(Outcome)> enter_outcome(SoakTarget& target, Throws throws) {
  return [&target, throws](const Outcome& outcome) {
    target.ledger.close(outcome);
    if (throws == Throws::kNothing) return;
    ++target.thrown;
    if (throws == Throws::kNumber) throw 42;
    throw std::runtime_error("a continuation that throws");
  };
}

}  // namespace millrace::tuning
