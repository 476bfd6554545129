#include "tuning/soak_ledger.hpp"

#include "tuning/soak_model.hpp"

namespace millrace::tuning {
namespace {

constexpr std::uint64_t kNumbers = 1U << 23U;  // a float can hold each of them exactly

}  // namespace

SoakLedger::Ticket::Ticket(SoakLedger& ledger_, float number_, bool fails_) noexcept
    : ledger(ledger_), number(number_), fails(fails_) {
  ++ledger.alive_;
}

SoakLedger::Ticket::~Ticket() {
  --ledger.alive_;
  if (outcomes == 0 && !unseen) ++ledger.lost_;
}

SoakLedger::TicketPtr SoakLedger::open(bool fails) {
  const auto number = static_cast<float>(1 + opened_++ % kNumbers);
  return std::make_shared<Ticket>(*this, number, fails);
}

void SoakLedger::count(Ticket& ticket, Count& of) noexcept {
  ++of;
  if (ticket.outcomes++ != 0) ++doubled_;
}

void SoakLedger::stopped(Ticket& ticket, StopReason reason) noexcept {
  count(ticket, reason == StopReason::kDropped ? dropped_ : stopped_);
}

void SoakLedger::failed(Ticket& ticket) noexcept {
  count(ticket, failed_);
  if (!ticket.fails) ++unexpected_;
}

void SoakLedger::close(const Result& result) {
  Ticket& ticket = *result.userdata<TicketPtr>();
  count(ticket, succeeded_);
  if (ticket.fails || !is_payload(result[0], ticket.number)) ++mismatched_;
}

void SoakLedger::close(const Outcome& outcome) {
  if (outcome.ok()) {
    close(outcome.result());
  } else if (outcome.error()) {
    failed(*outcome.userdata<TicketPtr>());
  } else {
    stopped(*outcome.userdata<TicketPtr>(), *outcome.stopped());
  }
}

void SoakLedger::close_with(Ticket& ticket, const std::exception_ptr& error) {
  try {
    std::rethrow_exception(error);
  } catch (const Stopped& stop) {
    stopped(ticket, stop.reason());
  } catch (...) {
    failed(ticket);
  }
}

void SoakLedger::refuse(Ticket& ticket) noexcept {
  ++refused_;
  ticket.unseen = true;
}

void SoakLedger::leave(Ticket& ticket) noexcept {
  ++left_;
  ticket.unseen = true;
}

JobAccount SoakLedger::seen() const noexcept {
  return {.submitted = opened_ - refused_ - left_,
          .succeeded = succeeded_,
          .failed = failed_,
          .stopped = stopped_,
          .dropped = dropped_};
}

}  // namespace millrace::tuning
