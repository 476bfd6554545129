// `millrace detect --compare-f32`: what it prints and ends with.

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "detect_fixture.hpp"
#include "fakes/headed_model.hpp"
#include "openvino/core/graph_util.hpp"
#include "openvino/core/model.hpp"

namespace millrace {
namespace {

using ::testing::HasSubstr;
using ::testing::Not;

class DetectComparisonTest : public DetectTest {
 protected:
  /// Finds something else in each inference.
  std::string random_model() const {
    ov::save_model(headed_model({.is_random = true}), dir_ / "random.xml", false);
    return dir_ / "random.xml";
  }
};

TEST_F(DetectComparisonTest, PrintsHowWellBothAgree) {
  const ProgramResult result = detect({wide(), tall(), "--no-save", "--compare-f32", "10", "--min-agreement", "1"});
  EXPECT_EQ(result.exit_code, 0) << result.err;
  EXPECT_TRUE(any_line_has(result.err, {"agreement", "in f32, in 2 pictures", "F1 1.0000", " of ", " 0 too many"}))
      << result.err;
  EXPECT_THAT(result.err, HasSubstr("boxes differ by 0.00 pixels"));
}

TEST_F(DetectComparisonTest, ComparesTheFirstPicturesOnly) {
  EXPECT_THAT(detect({wide(), tall(), "--no-save", "--compare-f32", "1"}).err, HasSubstr("in f32, in 1 picture:"));
}

TEST_F(DetectComparisonTest, WritesResultsOnce) {
  const ProgramResult result = detect({wide(), "--no-save", "--json", "-", "--compare-f32", "1"});
  EXPECT_EQ(lines_of(result.out).size(), 1U) << result.out;
}

TEST_F(DetectComparisonTest, EndsWith6BelowTheLeastAgreement) {
  const std::vector<std::string> arguments{wide(), "--no-save", "--conf", "0.1", "--compare-f32", "1"};
  const ProgramResult told = detect(arguments, random_model());
  EXPECT_EQ(told.exit_code, 0) << told.err;
  EXPECT_THAT(told.err, HasSubstr("worst in " + wide()));
  std::vector<std::string> strict = arguments;
  strict.insert(strict.end(), {"--min-agreement", "0.999"});
  const ProgramResult refused = detect(strict, random_model());
  EXPECT_EQ(refused.exit_code, 6) << refused.err;
  EXPECT_THAT(refused.err, HasSubstr("is below --min-agreement 0.999"));
}

TEST_F(DetectComparisonTest, ReadsAPipeOnce) {
  const ProgramResult result = shell(
      "mkfifo pipe.png; cat \"$WIDE\" >pipe.png & "
      "timeout 60 \"$MILLRACE\" detect \"$MODEL\" pipe.png --no-save --compare-f32 1 --min-agreement 0.5");
  EXPECT_EQ(result.exit_code, 1) << result.err;
  EXPECT_THAT(result.err, HasSubstr("agreement  unknown: no picture was compared"));
}

TEST_F(DetectComparisonTest, RefusesAModelOrLabelsThatCanBeReadOnceOnly) {
  const ProgramResult result = shell(
      "mkfifo names.txt; timeout 60 \"$MILLRACE\" detect \"$MODEL\" \"$WIDE\" --labels names.txt --compare-f32 1");
  EXPECT_EQ(result.exit_code, 2) << result.err;
  EXPECT_THAT(result.err, HasSubstr("--compare-f32 reads names.txt twice"));
}

TEST_F(DetectComparisonTest, IsNeededByTheLeastAgreement) {
  const ProgramResult result = detect({wide(), "--no-save", "--min-agreement", "0.9"});
  EXPECT_EQ(result.exit_code, 2);
  EXPECT_THAT(result.err, HasSubstr("--compare-f32"));
}

TEST_F(DetectComparisonTest, PrintsNothingUnlessItIsAskedFor) {
  EXPECT_THAT(detect({wide(), "--no-save"}).err, Not(HasSubstr("agreement")));
}

}  // namespace
}  // namespace millrace
