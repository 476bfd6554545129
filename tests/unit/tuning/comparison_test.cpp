#include "tuning/comparison.hpp"

#include <set>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "fake_pattern.hpp"
#include "millrace/base/error.hpp"

namespace millrace::tuning {
namespace {

using ::testing::Contains;
using ::testing::DoubleNear;
using ::testing::Each;
using ::testing::IsEmpty;
using ::testing::SizeIs;

constexpr std::size_t kPictures = 5;

/// A slow pattern (10 ms a picture) and one that is twice as fast, with four requests.
class ComparisonTest : public ::testing::Test {
 protected:
  ComparisonTest() {
    add("slow", 1, Milliseconds(10));
    add("fast", 4, Milliseconds(5));
  }

  void add(const std::string& name, std::size_t requests, Milliseconds interval) {
    auto pattern = std::make_unique<FakePattern>(name, requests, interval, kPictures);
    pattern->log = &log_;
    fakes_.push_back(pattern.get());
    patterns_.push_back(std::move(pattern));
  }

  Comparison compare(ComparisonOptions options = {.rounds = 6, .time = std::chrono::seconds(3)}) {
    return compare_patterns(patterns_, kPictures, options, stop_.get_token());
  }

  std::vector<FakePattern*> fakes_;
  std::vector<std::unique_ptr<Pattern>> patterns_;
  std::vector<std::string> log_;
  std::stop_source stop_;
};

TEST_F(ComparisonTest, MeasuresEveryPatternInEveryRound) {
  const Comparison result = compare();
  EXPECT_EQ(result.rounds, 6U);
  ASSERT_THAT(result.patterns, SizeIs(2));
  EXPECT_EQ(result.patterns[1].name, "fast");
  EXPECT_EQ(result.patterns[1].requests, 4U);
  EXPECT_THAT(result.patterns[0].pictures_per_second(), Each(DoubleNear(100, 0.1)));
  EXPECT_THAT(result.patterns[1].pictures_per_second(), Each(DoubleNear(200, 0.1)));
}

TEST_F(ComparisonTest, WarmsEveryPatternUpOnce) {
  compare();
  EXPECT_EQ(fakes_[0]->warm_ups, 1);
  EXPECT_EQ(fakes_[1]->warm_ups, 1);
}

TEST_F(ComparisonTest, GivesTheFirstPatternTheTimeThatWasAskedFor) {
  // 3 s in 6 rounds at 10 ms a picture.
  EXPECT_EQ(compare().pictures_a_round, 50U);
}

TEST_F(ComparisonTest, RunsEveryRequestAFewTimesHoweverShortTheTime) {
  EXPECT_EQ(compare({.rounds = 6, .time = std::chrono::seconds(0)}).pictures_a_round, 16U);
}

TEST_F(ComparisonTest, MeasuresTheSamePicturesOfAllPatterns) {
  const Comparison result = compare();
  for (std::size_t round = 1; round <= result.rounds; ++round) {  // run 0 is the check
    const Work& slow = fakes_[0]->works[round];
    const Work& fast = fakes_[1]->works[round];
    EXPECT_EQ((slow.first + 1) % kPictures, (fast.first + 4) % kPictures) << "where its margin ends";
    EXPECT_EQ(slow.count - 2, fast.count - 8);
  }
}

TEST_F(ComparisonTest, ChangesWhoGoesFirst) {
  compare();
  std::set<std::string> first;
  for (std::size_t i = 2; i < log_.size(); i += 2) first.insert(log_[i]);
  EXPECT_THAT(first, SizeIs(2));
}

TEST_F(ComparisonTest, ComparesEveryResultWithTheFirstPatterns) {
  const Comparison result = compare({.rounds = 1, .time = std::chrono::seconds(0)});
  // Slow: 5 pictures to compare with and 1 more in the first look, 16 + 2 in the round. Fast: 12 and 16 + 8.
  EXPECT_EQ(result.results_checked, 1U + 18U + 12U + 24U);
  EXPECT_EQ(result.detections, kPictures);
}

TEST_F(ComparisonTest, EndsAtThePictureInWhichAPatternFindsSomethingElse) {
  fakes_[1]->finds = [](std::size_t picture) {
    return std::vector<Detection>(picture == 3 ? 2 : 1, {.box = {1, 2, 3, 4}, .score = 0.5F, .class_id = 0});
  };
  const Comparison result = compare();
  ASSERT_TRUE(result.mismatch.has_value());
  EXPECT_EQ(result.mismatch->pattern, 1U);
  EXPECT_EQ(result.mismatch->picture, 3U);
  EXPECT_EQ(result.mismatch->difference, "found 2 detections instead of 1");
  EXPECT_EQ(result.rounds, 0U);
}

TEST_F(ComparisonTest, SeesAPatternThatDisagreesWithItself) {
  int calls = 0;
  fakes_[0]->finds = [&calls](std::size_t) {
    return std::vector<Detection>(++calls > 20 ? 2 : 1, {.box = {1, 2, 3, 4}, .score = 0.5F, .class_id = 0});
  };
  EXPECT_EQ(compare().mismatch->pattern, 0U);
}

TEST_F(ComparisonTest, KeepsTheCompleteRoundsWhenItIsStopped) {
  fakes_[1]->finds = [this](std::size_t) {
    if (fakes_[1]->works.size() == 4) stop_.request_stop();  // in the third round
    return std::vector<Detection>{{.box = {1, 2, 3, 4}, .score = 0.5F, .class_id = 0}};
  };
  const Comparison result = compare();
  EXPECT_TRUE(result.stopped);
  EXPECT_EQ(result.rounds, 2U);
  EXPECT_THAT(result.patterns[0].rounds, SizeIs(2));
  EXPECT_THAT(result.patterns[1].rounds, SizeIs(2));
}

TEST_F(ComparisonTest, StoppedBeforeItBeginsItRunsNothing) {
  stop_.request_stop();
  const Comparison result = compare();
  EXPECT_TRUE(result.stopped);
  EXPECT_EQ(result.rounds, 0U);
  EXPECT_THAT(log_, IsEmpty());
}

TEST_F(ComparisonTest, SaysWhatItDoes) {
  std::vector<std::size_t> rounds;
  compare_patterns(patterns_, kPictures, {.rounds = 6}, {},
                   [&rounds](const ComparisonStep& step) { rounds.push_back(step.round); });
  EXPECT_THAT(rounds, SizeIs(14));
  EXPECT_THAT(rounds, Contains(6U));
}

TEST_F(ComparisonTest, GivesEveryPatternEveryPictureBeforeTheFirstRound) {
  compare_patterns(patterns_, 30, {.rounds = 1, .time = std::chrono::seconds(0)});
  for (const FakePattern* pattern : fakes_) {
    ASSERT_THAT(pattern->works, SizeIs(3)) << "a first look, the other pictures, a round";
    EXPECT_EQ(pattern->works[1].first, pattern->works[0].count);
    EXPECT_EQ(pattern->works[0].count + pattern->works[1].count, 30U);
  }
}

TEST_F(ComparisonTest, SaysHowLongItStillTakes) {
  std::vector<ComparisonStep> steps;
  compare_patterns(patterns_, kPictures, {.rounds = 10, .time = std::chrono::seconds(1)}, {},
                   [&steps](const ComparisonStep& step) { steps.push_back(step); });
  EXPECT_EQ(steps[0].left, std::nullopt) << "before any speed is known";
  // 10 rounds of 16 + 2 pictures of 10 ms, and of 16 + 8 of 5 ms.
  ASSERT_TRUE(steps[2].left.has_value());
  EXPECT_NEAR(steps[2].left->count(), 1800 + 1200, 1);
  EXPECT_EQ(steps[2].pictures_a_round, 16U);
  EXPECT_LE(steps.back().left->count(), 180 + 1);
}

TEST_F(ComparisonTest, RefusesToCompareNothing) {
  EXPECT_THROW(compare_patterns({}, 1), Error);
  EXPECT_THROW(compare_patterns(patterns_, 0), Error);
  EXPECT_THROW(compare_patterns(patterns_, 1, {.rounds = 0}), Error);
}

}  // namespace
}  // namespace millrace::tuning
