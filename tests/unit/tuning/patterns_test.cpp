// The three patterns over the real runtime, with the stand-in model. Speed is nobody's business here.

#include <algorithm>
#include <memory>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "fakes/standin.hpp"
#include "tuning/comparison.hpp"
#include "tuning/pattern.hpp"
#include "tuning/queue_pattern.hpp"
#include "tuning/sync_pattern.hpp"
#include "tuning/two_request_pattern.hpp"

namespace millrace::tuning {
namespace {

using ::testing::IsEmpty;
using ::testing::SizeIs;

constexpr std::size_t kPictures = 3;

using MakePattern = std::unique_ptr<Pattern> (*)(const DetectionWork& work);

std::unique_ptr<Pattern> make_sync(const DetectionWork& work) {
  return std::make_unique<SyncPattern>(work);
}
std::unique_ptr<Pattern> make_two_in_turn(const DetectionWork& work) {
  return std::make_unique<TwoRequestPattern>(work);
}
std::unique_ptr<Pattern> make_queue(const DetectionWork& work) {
  return std::make_unique<QueuePattern>(work, 3, "queue");
}

/// Three pictures with a block at three places.
class Bench {
 public:
  Bench() : detector_(core_, standin_.model()) {
    for (int i = 0; i < static_cast<int>(kPictures); ++i) {
      pictures_.push_back(Standin::block_picture(4 + 10 * i, 20, 10));
    }
  }

  DetectionWork work() const { return {detector_, pictures_}; }
  const Detector& detector() const { return detector_; }

 private:
  Standin standin_;
  ov::Core core_;
  Detector detector_;
  std::vector<Image> pictures_;
};

class PatternsTest : public ::testing::TestWithParam<MakePattern> {
 protected:
  std::vector<JobRecord> run(const Work& work, std::stop_token stop = {}) {
    return pattern_->run(work, std::move(stop));
  }

  Bench bench_;
  std::unique_ptr<Pattern> pattern_ = GetParam()(bench_.work());
};

TEST_P(PatternsTest, GetEveryPictureThroughInOrder) {
  const auto records = run({.first = 2, .count = 11});
  ASSERT_THAT(records, SizeIs(11));
  for (std::size_t i = 0; i < records.size(); ++i) EXPECT_EQ(records[i].picture, (2 + i) % kPictures);
  EXPECT_TRUE(std::ranges::is_sorted(records, {}, &JobRecord::done));
}

TEST_P(PatternsTest, FindInEachPictureTheBlockThatIsThere) {
  for (const JobRecord& record : run({.first = 0, .count = 9})) {
    ASSERT_THAT(record.detections, SizeIs(1));
    EXPECT_NEAR(record.detections[0].box.x1, 4.0 + 10.0 * static_cast<double>(record.picture), 0.5);
  }
}

TEST_P(PatternsTest, NoteTheTimesInTheirOrder) {
  for (const JobRecord& record : run({.first = 0, .count = 20})) {
    EXPECT_LE(record.begun, record.started);
    EXPECT_LT(record.started, record.ended);
    EXPECT_LE(record.ended, record.done);
  }
}

TEST_P(PatternsTest, NoteCpuTimeThatGrows) {
  const auto records = run({.first = 0, .count = 20});
  EXPECT_TRUE(std::ranges::is_sorted(records, {}, &JobRecord::cpu_at_done));
}

TEST_P(PatternsTest, CanRunAgain) {
  pattern_->warm_up();
  EXPECT_THAT(run({.first = 0, .count = 5}), SizeIs(5));
  EXPECT_THAT(run({.first = 5, .count = 1}), SizeIs(1));
  EXPECT_THAT(run({.first = 6, .count = 0}), IsEmpty());
}

TEST_P(PatternsTest, StartNothingMoreAfterAStop) {
  std::stop_source stop;
  stop.request_stop();
  EXPECT_THAT(run({.first = 0, .count = 100}, stop.get_token()), IsEmpty());
}

std::string name_of(const ::testing::TestParamInfo<MakePattern>& test) {
  return test.param == make_sync ? "Sync" : test.param == make_queue ? "Queue" : "TwoInTurn";
}

INSTANTIATE_TEST_SUITE_P(All, PatternsTest, ::testing::Values(make_sync, make_two_in_turn, make_queue), name_of);

TEST(PatternComparisonTest, FindsTheSameWithEveryPattern) {
  const Bench bench;
  std::vector<std::unique_ptr<Pattern>> patterns;
  for (const MakePattern make : {make_sync, make_two_in_turn, make_queue}) patterns.push_back(make(bench.work()));
  const Comparison result =
      compare_patterns(patterns, kPictures, {.rounds = 2, .time = std::chrono::duration<double>(0.01)});
  EXPECT_FALSE(result.mismatch.has_value());
  EXPECT_EQ(result.rounds, 2U);
  EXPECT_EQ(result.detections, kPictures);
}

}  // namespace
}  // namespace millrace::tuning
