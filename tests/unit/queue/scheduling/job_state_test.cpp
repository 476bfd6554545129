#include "queue/scheduling/job_state.hpp"

#include <any>
#include <future>
#include <memory>

#include <gtest/gtest.h>

namespace millrace::scheduling {
namespace {

/// A job whose end the test makes, step by step.
class JobStateTest : public testing::Test {
 protected:
  JobStateTest() { job_->userdata = userdata_; }

  bool userdata_is_gone() const { return userdata_.use_count() == 1; }

  std::shared_ptr<const std::any> userdata_ = std::make_shared<const std::any>(1);
  std::shared_ptr<JobState> job_ = std::make_shared<JobState>();
};

TEST_F(JobStateTest, SealingHandsTheContinuationOver) {
  job_->set_continuation([](JobState&) {});
  EXPECT_TRUE(job_->seal());
  EXPECT_FALSE(job_->has_continuation());
}

TEST_F(JobStateTest, AContinuationThatComesWhenTheOutcomeIsThereGoesBack) {
  EXPECT_FALSE(job_->seal());
  job_->publish();
  EXPECT_TRUE(job_->set_continuation([](JobState&) {}));
}

TEST_F(JobStateTest, AContinuationThatComesBetweenSealingAndPublishingGoesBack) {
  EXPECT_FALSE(job_->seal());
  auto set = std::async(std::launch::async, [&] { return job_->set_continuation([](JobState&) {}); });
  EXPECT_EQ(set.wait_for(std::chrono::milliseconds(5)), std::future_status::timeout);
  job_->publish();
  EXPECT_TRUE(set.get());
}

TEST_F(JobStateTest, WhatAnAbandonedJobHoldsGoesWhenItIsSealed) {
  job_->abandon();
  EXPECT_FALSE(userdata_is_gone());
  job_->seal();
  EXPECT_TRUE(userdata_is_gone());
}

TEST_F(JobStateTest, AJobThatIsAbandonedBetweenSealingAndPublishingIsDroppedByWhoAbandonsIt) {
  EXPECT_FALSE(job_->seal());
  auto abandoned = std::async(std::launch::async, [&] { job_->abandon(); });
  EXPECT_EQ(abandoned.wait_for(std::chrono::milliseconds(5)), std::future_status::timeout);
  EXPECT_FALSE(userdata_is_gone());
  job_->publish();
  abandoned.get();
  EXPECT_TRUE(userdata_is_gone());
}

TEST_F(JobStateTest, AJobThatIsAbandonedWhileItsContinuationRunsIsDroppedAfterwards) {
  job_->set_continuation([](JobState&) {});
  static_cast<void>(job_->seal());
  job_->publish(true);
  job_->abandon();
  EXPECT_FALSE(userdata_is_gone());
  job_->let_go_of_outcome();
  EXPECT_TRUE(userdata_is_gone());
}

TEST_F(JobStateTest, AJobThatIsAbandonedAfterItsContinuationIsDroppedAtOnce) {
  job_->set_continuation([](JobState&) {});
  static_cast<void>(job_->seal());
  job_->publish(true);
  job_->let_go_of_outcome();
  EXPECT_FALSE(userdata_is_gone());
  job_->abandon();
  EXPECT_TRUE(userdata_is_gone());
}

}  // namespace
}  // namespace millrace::scheduling
