#include "millrace/queue/stop_reason.hpp"

#include <gtest/gtest.h>

namespace millrace {
namespace {

TEST(StopReasonTest, HasAWordForEach) {
  EXPECT_EQ(to_string(StopReason::kCancelled), "cancelled");
  EXPECT_EQ(to_string(StopReason::kClosed), "closed");
}

TEST(StopReasonTest, IsCarriedByStopped) {
  const Stopped stopped(StopReason::kClosed);
  EXPECT_EQ(stopped.reason(), StopReason::kClosed);
  EXPECT_STREQ(stopped.what(), "the job was stopped before it finished: closed");
}

}  // namespace
}  // namespace millrace
