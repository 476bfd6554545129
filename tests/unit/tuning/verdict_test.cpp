#include "tuning/verdict.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "millrace/base/error.hpp"

namespace millrace::tuning {
namespace {

using ::testing::ElementsAre;
using ::testing::IsEmpty;

using Speeds = std::vector<std::vector<double>>;

// Round by round `share` of the first one's speeds, a little more or less each time.
std::vector<double> times(const std::vector<double>& base, double share, double wobble = 0) {
  std::vector<double> speeds;
  for (std::size_t i = 0; i < base.size(); ++i) {
    speeds.push_back(base[i] * (share + (i % 2 == 0 ? wobble : -wobble)));
  }
  return speeds;
}

// A machine whose speed drifts by more than the patterns differ.
const std::vector<double> kDrifting = {30, 31, 29, 24, 22, 21, 26, 33, 34, 30};

TEST(VerdictTest, TheFasterOneLeadsAlthoughTheMachineDrifts) {
  const Verdict verdict = judge(Speeds{kDrifting, times(kDrifting, 1.05, 0.01)});
  EXPECT_EQ(verdict.leader, 1U);
  EXPECT_TRUE(verdict.decided());
  EXPECT_NEAR(verdict.lead[0].median, 1.05, 0.001);
}

TEST(VerdictTest, TheFirstOneLeadsWhenTheOthersAreSlower) {
  const Verdict verdict = judge(Speeds{kDrifting, times(kDrifting, 0.9), times(kDrifting, 0.8)});
  EXPECT_EQ(verdict.leader, 0U);
  EXPECT_THAT(verdict.level, IsEmpty());
}

TEST(VerdictTest, NamesThoseThatCannotBeToldFromTheLeader) {
  // Now the second one is ahead, now the third.
  const Verdict verdict =
      judge(Speeds{kDrifting, times(kDrifting, 1.50, 0.05), times(kDrifting, 1.51, -0.05), times(kDrifting, 1.2)});
  EXPECT_EQ(verdict.leader, 2U);
  EXPECT_FALSE(verdict.decided());
  EXPECT_THAT(verdict.level, ElementsAre(1U));
}

TEST(VerdictTest, EqualsAreLevel) {
  const Verdict verdict = judge(Speeds{kDrifting, kDrifting});
  EXPECT_FALSE(verdict.decided());
}

// Round by round the second one is faster; over all of them the first one's median is higher.
TEST(VerdictTest, DecidesNothingWhereTheMediansContradictTheRatios) {
  const Verdict verdict =
      judge(Speeds{{10, 10, 10, 10, 30, 30, 30}, {11, 11, 11, 11, 31, 31, 31}, {1, 1, 1, 20, 20, 20, 20}});
  EXPECT_EQ(verdict.leader, 1U);
  EXPECT_THAT(verdict.level, ElementsAre(0U, 2U)) << "nobody is behind whose ratio is above that of one that is level";
}

TEST(VerdictTest, SaysWhenThereAreTooFewRounds) {
  const Verdict verdict = judge(Speeds{{10, 10, 10}, {20, 20, 20}});
  EXPECT_FALSE(verdict.enough_rounds);
  EXPECT_FALSE(verdict.decided());
  EXPECT_EQ(verdict.leader, 1U);
}

TEST(VerdictTest, OneAloneLeadsNobody) {
  const Verdict verdict = judge(Speeds{kDrifting});
  EXPECT_EQ(verdict.leader, 0U);
  EXPECT_TRUE(verdict.decided());
}

TEST(VerdictTest, RefusesToJudgeNothing) {
  EXPECT_THROW(judge(Speeds{}), Error);
  EXPECT_THROW(judge(Speeds{{}}), Error);
}

}  // namespace
}  // namespace millrace::tuning
