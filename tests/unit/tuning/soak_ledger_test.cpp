#include "tuning/soak_ledger.hpp"

#include <stdexcept>

#include <gtest/gtest.h>

#include "millrace/queue/infer_queue.hpp"
#include "openvino/runtime/core.hpp"
#include "tuning/soak_model.hpp"

namespace millrace::tuning {
namespace {

/// A ledger beside a queue on the soak's model.
class SoakLedgerTest : public testing::Test {
 protected:
  static ov::CompiledModel model() {
    static ov::Core core;
    static const ov::CompiledModel compiled =
        core.compile_model(soak_model(true), "CPU", ov::hint::inference_precision(ov::element::f32));
    return compiled;
  }

  /// The outcome of a job that really holds `number`.
  Outcome run(const SoakLedger::TicketPtr& ticket, float number, bool fails = false) {
    return queue_.submit({soak_payload(number), soak_fault(fails)}, {.userdata = ticket}).outcome();
  }

  SoakLedger ledger_;
  InferQueue queue_{model(), {.requests = 1}};
};

TEST_F(SoakLedgerTest, FindsNothingWrongWithAJobThatGetsItsOwnResult) {
  auto ticket = ledger_.open(false);
  ledger_.close(run(ticket, ticket->number));
  EXPECT_EQ(ledger_.seen().succeeded, 1U);
  EXPECT_EQ(ledger_.mismatched(), 0U);
  EXPECT_TRUE(ledger_.seen().balanced());
}

TEST_F(SoakLedgerTest, NoticesAResultOfAnotherJob) {
  auto ticket = ledger_.open(false);
  ledger_.close(run(ticket, ticket->number + 1));
  EXPECT_EQ(ledger_.mismatched(), 1U);
}

TEST_F(SoakLedgerTest, NoticesAFaultThatSucceeds) {
  auto ticket = ledger_.open(true);
  ledger_.close(run(ticket, ticket->number));
  EXPECT_EQ(ledger_.mismatched(), 1U);
}

TEST_F(SoakLedgerTest, NoticesAFailureWithoutAFault) {
  auto ticket = ledger_.open(false);
  ledger_.close(run(ticket, ticket->number, true));
  EXPECT_EQ(ledger_.seen().failed, 1U);
  EXPECT_EQ(ledger_.unexpected(), 1U);
}

TEST_F(SoakLedgerTest, NoticesASecondOutcome) {
  auto ticket = ledger_.open(false);
  const Outcome outcome = run(ticket, ticket->number);
  ledger_.close(outcome);
  ledger_.close(outcome);
  EXPECT_EQ(ledger_.doubled(), 1U);
}

TEST_F(SoakLedgerTest, NoticesAJobThatIsGoneWithoutAnOutcome) {
  ledger_.open(false).reset();
  EXPECT_EQ(ledger_.lost(), 1U);
  EXPECT_FALSE(ledger_.seen().balanced());
}

TEST_F(SoakLedgerTest, NoticesAJobThatNeverEnds) {
  const auto ticket = ledger_.open(false);
  EXPECT_EQ(ledger_.lost(), 1U);
}

TEST_F(SoakLedgerTest, DoesNotMissJobsThatWereRefusedOrLeft) {
  ledger_.refuse(*ledger_.open(false));
  ledger_.leave(*ledger_.open(false));
  EXPECT_EQ(ledger_.lost(), 0U);
  EXPECT_EQ(ledger_.seen().submitted, 0U);
}

TEST_F(SoakLedgerTest, TellsStopsFromFailuresOfASlotsRun) {
  const auto stopped = ledger_.open(false);
  const auto failed = ledger_.open(true);
  ledger_.close_with(*stopped, std::make_exception_ptr(Stopped(StopReason::kCancelled)));
  ledger_.close_with(*failed, std::make_exception_ptr(std::runtime_error("as it should")));
  EXPECT_EQ(ledger_.seen().stopped, 1U);
  EXPECT_EQ(ledger_.seen().failed, 1U);
  EXPECT_EQ(ledger_.unexpected(), 0U);
}

}  // namespace
}  // namespace millrace::tuning
