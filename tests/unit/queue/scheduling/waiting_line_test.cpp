#include "queue/scheduling/waiting_line.hpp"

#include <gtest/gtest.h>

namespace millrace::scheduling {
namespace {

std::shared_ptr<JobState> job() {
  return std::make_shared<JobState>();
}

TEST(WaitingLineTest, ServesInTheOrderOfArrival) {
  WaitingLine line(2);
  const auto first = job();
  const auto second = job();
  line.join(first);
  line.join(second);
  EXPECT_EQ(line.pop().job, first);
  EXPECT_EQ(line.pop().job, second);
  EXPECT_EQ(line.front(), nullptr);
}

TEST(WaitingLineTest, HasRoomForAsManyJobsAsTheBacklogSays) {
  WaitingLine line(1);
  EXPECT_TRUE(line.has_room());
  line.join(job());
  EXPECT_FALSE(line.has_room());
  line.pop();
  EXPECT_TRUE(line.has_room());
}

TEST(WaitingLineTest, ServesJobsFromContinuationsFirstAndDoesNotCountThem) {
  WaitingLine line(1);
  const auto urgent = job();
  line.join(job());
  line.join_first(urgent);
  EXPECT_EQ(line.pop().job, urgent);
  EXPECT_FALSE(line.has_room());
}

TEST(WaitingLineTest, AdmitsABlockedSubmitterWhenAJobLeaves) {
  WaitingLine line(1);
  Waiter waiter;
  const auto blocked = job();
  line.join(job());
  line.join_blocked(blocked, waiter);
  EXPECT_FALSE(line.admit());
  line.pop();
  const auto admitted = line.admit();
  ASSERT_TRUE(admitted);
  EXPECT_EQ(admitted->job, blocked);
  EXPECT_EQ(admitted->waiter, &waiter);
  EXPECT_EQ(line.front()->waiter, nullptr);
}

TEST(WaitingLineTest, WithoutABacklogServesABlockedSubmitterDirectly) {
  WaitingLine line(0);
  Waiter waiter;
  const auto blocked = job();
  line.join_blocked(blocked, waiter);
  EXPECT_FALSE(line.admit());
  const Waiting next = line.pop();
  EXPECT_EQ(next.job, blocked);
  EXPECT_EQ(next.waiter, &waiter);
}

TEST(WaitingLineTest, AnAcquirerTakesNoRoomInTheBacklog) {
  WaitingLine line(1);
  Waiter acquirer;
  line.join_blocked(nullptr, acquirer);
  EXPECT_TRUE(line.has_room());
  EXPECT_EQ(line.pop().waiter, &acquirer);
}

TEST(WaitingLineTest, AnAcquirerDoesNotOvertakeABlockedSubmitter) {
  WaitingLine line(0);
  Waiter submitter;
  Waiter acquirer;
  line.join_blocked(job(), submitter);
  line.join_blocked(nullptr, acquirer);
  EXPECT_EQ(line.pop().waiter, &submitter);
  EXPECT_FALSE(line.admit());
  EXPECT_EQ(line.pop().waiter, &acquirer);
}

TEST(WaitingLineTest, RemovesAnAcceptedJobOnce) {
  WaitingLine line(1);
  const auto waiting = job();
  line.join(waiting);
  EXPECT_TRUE(line.remove(*waiting));
  EXPECT_FALSE(line.remove(*waiting));
  EXPECT_TRUE(line.has_room());
}

TEST(WaitingLineTest, DoesNotRemoveAJobWhoseSubmitterIsBlocked) {
  WaitingLine line(0);
  Waiter waiter;
  const auto blocked = job();
  line.join_blocked(blocked, waiter);
  EXPECT_FALSE(line.remove(*blocked));
  EXPECT_TRUE(line.remove(waiter));
  EXPECT_FALSE(line.remove(waiter));
}

}  // namespace
}  // namespace millrace::scheduling
