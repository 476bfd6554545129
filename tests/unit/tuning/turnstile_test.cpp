#include "tuning/turnstile.hpp"

#include <atomic>
#include <thread>
#include <vector>

#include <gtest/gtest.h>

namespace millrace::tuning {
namespace {

constexpr auto kLong = std::chrono::seconds(60);

/// Two threads that go round and count.
class TurnstileTest : public testing::Test {
 protected:
  TurnstileTest() {
    for (int i = 0; i < 2; ++i) {
      threads_.emplace_back([this] {
        while (turnstile_.pass()) ++passed_;
      });
    }
  }
  ~TurnstileTest() override { turnstile_.end(); }

  Turnstile turnstile_{2};
  std::atomic<int> passed_ = 0;
  std::vector<std::jthread> threads_;
};

TEST_F(TurnstileTest, LetsNobodyPassBeforeItOpens) {
  EXPECT_TRUE(turnstile_.close(Clock::now() + kLong));
  EXPECT_EQ(passed_, 0);
}

TEST_F(TurnstileTest, StandsStillOnceItIsClosed) {
  turnstile_.open();
  while (passed_ < 10) std::this_thread::yield();
  ASSERT_TRUE(turnstile_.close(Clock::now() + kLong));
  const int then = passed_;
  EXPECT_TRUE(turnstile_.close(Clock::now() + kLong));
  EXPECT_EQ(passed_, then);
}

TEST(TurnstileAloneTest, SaysThatAThreadDoesNotCome) {
  Turnstile turnstile(1);
  EXPECT_FALSE(turnstile.close(Clock::now()));
}

}  // namespace
}  // namespace millrace::tuning
