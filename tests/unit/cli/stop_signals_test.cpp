#include "cli/stop_signals.hpp"

#include <chrono>
#include <csignal>
#include <latch>
#include <stop_token>
#include <thread>

#include <gtest/gtest.h>

namespace millrace::cli {
namespace {

/// Blocks until a stop is requested.
void wait_for_stop(const std::stop_token& token) {
  std::latch stopped(1);
  const std::stop_callback count(token, [&stopped] { stopped.count_down(); });
  stopped.wait();
}

void expect_stop_request(int signal, ExitCode exit_code) {
  const StopSignals signals;
  std::raise(signal);
  wait_for_stop(signals.token());
  EXPECT_EQ(signals.exit_code(), exit_code);
}

TEST(StopSignalsTest, SayNothingWhileNoSignalCame) {
  const StopSignals signals;
  EXPECT_FALSE(signals.token().stop_requested());
  EXPECT_EQ(signals.exit_code(), std::nullopt);
}

TEST(StopSignalsTest, TurnCtrlCIntoAStopRequestAnd130) {
  expect_stop_request(SIGINT, ExitCode::kInterrupted);
}

TEST(StopSignalsTest, TurnSigtermIntoAStopRequestAnd143) {
  expect_stop_request(SIGTERM, ExitCode::kTerminated);
}

TEST(StopSignalsTest, TurnSighupIntoAStopRequestAnd129) {
  expect_stop_request(SIGHUP, ExitCode::kHungUp);
}

TEST(StopSignalsTest, LetASecondSignalEndTheProcess) {
  EXPECT_EXIT(
      {
        const StopSignals signals;
        std::raise(SIGINT);
        std::this_thread::sleep_for(StopSignals::kOneWish + std::chrono::milliseconds(1));
        std::raise(SIGINT);
      },
      ::testing::KilledBySignal(SIGINT), "");
}

TEST(StopSignalsTest, LetTheFirstSignalEndWhatCannotBeAskedToStop) {
  EXPECT_EXIT(
      {
        const StopSignals signals;
        const EndAtFirstSignal nothing_to_lose;
        std::raise(SIGTERM);
      },
      ::testing::ExitedWithCode(143), "");
}

TEST(StopSignalsTest, EndWhatCannotBeAskedToStopWhenTheSignalCameBefore) {
  EXPECT_EXIT(
      {
        const StopSignals signals;
        std::raise(SIGINT);
        const EndAtFirstSignal nothing_to_lose;
      },
      ::testing::ExitedWithCode(130), "");
}

TEST(StopSignalsTest, AskAgainOnceThatWorkIsDone) {
  const StopSignals signals;
  {
    const EndAtFirstSignal nothing_to_lose;
  }
  std::raise(SIGINT);
  wait_for_stop(signals.token());
  EXPECT_EQ(signals.exit_code(), ExitCode::kInterrupted);
}

TEST(StopSignalsTest, LeaveIgnoredSignalsIgnored) {
  for (const int signal : {SIGINT, SIGTERM, SIGHUP}) {
    const auto before = std::signal(signal, SIG_IGN);
    {
      const StopSignals signals;
      std::raise(signal);
      EXPECT_EQ(signals.exit_code(), std::nullopt);
    }
    std::signal(signal, before);
  }
}

// GNU timeout signals the process and then its group.
TEST(StopSignalsTest, TakeTwoSignalsAtOnceForOneWish) {
  const StopSignals signals;
  std::raise(SIGINT);
  std::raise(SIGINT);
  EXPECT_EQ(signals.exit_code(), ExitCode::kInterrupted);
}

TEST(StopSignalsTest, AreForgottenByTheNextOne) {
  {
    const StopSignals first;
    std::raise(SIGINT);
    wait_for_stop(first.token());
  }
  const StopSignals second;
  EXPECT_FALSE(second.token().stop_requested());
  EXPECT_EQ(second.exit_code(), std::nullopt);
}

}  // namespace
}  // namespace millrace::cli
