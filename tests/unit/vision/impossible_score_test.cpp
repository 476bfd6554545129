#include "vision/impossible_score.hpp"

#include <string>
#include <vector>

#include <gtest/gtest.h>

#include "any_bytes.hpp"

namespace millrace::vision {
namespace {

TEST(ImpossibleScoreTest, IsWhatIsFarBelowZeroOrAboveOneOrNoNumber) {
  for (const float score : {-0.01F, 0.0F, 1.0F, 1.05F}) EXPECT_TRUE(is_score(score)) << score;
  for (const float score : {-0.011F, 1.051F, kNan, kInfinity, -kInfinity}) EXPECT_FALSE(is_score(score)) << score;
}

TEST(ImpossibleScoreTest, NamesTheFirstAmongManyAndItsPlaceInTheBox) {
  std::vector<float> scores(40, 0.5F);
  scores[30] = 7;
  scores[31] = 8;
  try {
    require_scores(scores, 5);
    FAIL() << "nothing was thrown";
  } catch (const ImpossibleScore& error) {
    EXPECT_EQ(error.value(), 7);
    EXPECT_STREQ(error.what(), "the model gave a score of 7 (number 36 of a box), and scores are from 0 to 1");
  }
}

TEST(ImpossibleScoreTest, NamesTheSameNumberOfWhicheverBox) {
  std::vector<float> scores(40, 0.5F);
  scores[30] = 7;
  try {
    require_scores_of_boxes(scores, 4);
    FAIL() << "nothing was thrown";
  } catch (const ImpossibleScore& error) {
    EXPECT_STREQ(error.what(), "the model gave a score of 7 (number 5 of a box), and scores are from 0 to 1");
  }
}

}  // namespace
}  // namespace millrace::vision
