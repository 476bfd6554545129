// What a Detector makes of numbers that cannot be scores, and of a class that was never trained.

#include <cmath>
#include <cstddef>
#include <cstdint>
#include <string>
#include <vector>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "fakes/giving_model.hpp"
#include "fakes/temp_dir.hpp"
#include "millrace/base/error.hpp"
#include "millrace/models/detector.hpp"
#include "openvino/core/graph_util.hpp"
#include "openvino/core/model.hpp"

namespace millrace {
namespace {

using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::Not;

constexpr std::size_t kScoreRows = 252;  // three for each of 8x8 + 4x4 + 2x2 cells
constexpr std::size_t kScoreColumns = 84;

/// Rows of YOLOv5's layout, all the same.
GivenOutput rows_of(const std::vector<float>& row) {
  GivenOutput output({1, kScoreRows, row.size()});
  for (std::size_t i = 0; i < output.values.size(); ++i) output.values[i] = row[i % row.size()];
  return output;
}

/// Columns of YOLOv8's layout, all the same.
GivenOutput columns_of(const std::vector<float>& column) {
  GivenOutput output({1, column.size(), kScoreColumns});
  for (std::size_t i = 0; i < output.values.size(); ++i) output.values[i] = column[i / kScoreColumns];
  return output;
}

Image grey(std::uint8_t value) {
  Image picture({64, 64});
  std::fill_n(picture.view().data, std::size_t{64} * 64 * 3, value);
  return picture;
}

class DetectorScoresTest : public ::testing::Test {
 protected:
  Detector detector(const GivenOutput& output, std::size_t classes, const GivenModel& graph = {}) {
    const auto model = model_giving({output}, graph);
    std::string labels = "c0";
    for (std::size_t i = 1; i < classes; ++i) labels += " c" + std::to_string(i);
    model->set_rt_info(labels, "model_info", "labels");
    ov::save_model(model, dir_ / "model.xml", false);
    return {core_, dir_ / "model.xml", {.compile = {.precision = Precision::kF32}}};
  }

  static std::string refusal(Detector& detector, ErrorCode code, std::uint8_t pixel = 0) {
    try {
      detector.detect(grey(pixel).view());
    } catch (const Error& error) {
      EXPECT_EQ(error.code(), code) << error.what();
      return error.what();
    }
    return "nothing was thrown";
  }

  std::string refusal(const GivenOutput& output, std::size_t classes) {
    Detector tested = detector(output, classes);
    return refusal(tested, ErrorCode::kModel);
  }

 private:
  TempDir dir_;
  ov::Core core_;
};

TEST_F(DetectorScoresTest, RefusesAModelWithoutItsSigmoidAtItsFirstPicture) {
  EXPECT_THAT(refusal(rows_of({8, 8, 8, 8, -4, -3, 2}), 2),
              AllOf(HasSubstr("gave a score of -4 (number 5 of a box)"), HasSubstr("an export without its sigmoid")));
  EXPECT_THAT(refusal(rows_of({8, 8, 8, 8, 0, -3, 2}), 2), HasSubstr("an export without its sigmoid"));
  EXPECT_THAT(refusal(columns_of({8, 8, 8, 8, -4, 3}), 2), HasSubstr("an export without its sigmoid"));
}

TEST_F(DetectorScoresTest, RefusesAFaceModelAlthoughItsLabelsWereInvented) {
  std::vector<float> row(16, 20.0F);
  row[4] = 0.9F;
  EXPECT_THAT(refusal(rows_of(row), 11), AllOf(HasSubstr("a face model with landmarks"), Not(HasSubstr("--labels"))));
  row.resize(21, 20.0F);
  EXPECT_THAT(refusal(rows_of(row), 16), HasSubstr("a face model with landmarks"));
  std::vector<float> column(20, 20.0F);
  column[4] = 0.9F;
  EXPECT_THAT(refusal(columns_of(column), 16), HasSubstr("a face model with landmarks"));
}

TEST_F(DetectorScoresTest, NamesOtherNumbersThanScores) {
  EXPECT_THAT(refusal(rows_of({8, 8, 8, 8, 0.9F, 300, 200}), 2), HasSubstr("landmarks, keypoints or an angle"));
  EXPECT_THAT(refusal(columns_of({8, 8, 8, 8, 0.9F, -0.7F}), 2), HasSubstr("landmarks, keypoints or an angle"));
}

TEST_F(DetectorScoresTest, NamesAnotherLayoutWhereTheModelChoosesBoxes) {
  GivenOutput output({1, 100, 6});
  const float row[] = {8, 8, 16, 16, 2, 0.9F};
  std::copy(std::begin(row), std::end(row), output.values.begin());
  EXPECT_THAT(refusal(output, 3), HasSubstr("another layout"));
}

TEST_F(DetectorScoresTest, NamesAnOverflow) {
  EXPECT_THAT(refusal(rows_of({8, 8, 8, 8, NAN, 0, 0}), 2), HasSubstr("try --precision f32"));
  EXPECT_THAT(refusal(columns_of({8, 8, 8, 8, 0, INFINITY}), 2), HasSubstr("try --precision f32"));
}

TEST_F(DetectorScoresTest, LooksAtTheFirstPictureInWhole) {
  EXPECT_THAT(refusal(rows_of({8, 8, 8, 8, 0, 0, 1.1F}), 2), HasSubstr("number 7 of a box"));
}

TEST_F(DetectorScoresTest, AllowsForRounding) {
  Detector tested = detector(rows_of({8, 8, 8, 8, 1.04F, 1.04F, -0.009F}), 2);
  EXPECT_EQ(tested.detect(grey(0).view()).size(), 1U);
}

TEST_F(DetectorScoresTest, BlamesAPictureOnceAnotherWasDecoded) {
  GivenOutput output = rows_of({8, 8, 8, 8, 0.9F, 0.5F, 0});
  output.echo = 5;  // 50.5 for a white picture
  output.echo_factor = 50;
  Detector tested = detector(output, 2);
  EXPECT_EQ(tested.detect(grey(0).view()).size(), 1U);
  EXPECT_THAT(refusal(tested, ErrorCode::kInvalidInput, 255), HasSubstr("gave a score of 50.5"));
  EXPECT_EQ(tested.detect(grey(0).view()).size(), 1U);
}

TEST_F(DetectorScoresTest, BlamesTheModelUntilAPictureWasDecoded) {
  GivenOutput output = rows_of({8, 8, 8, 8, 0.9F, 0.5F, 0});
  output.echo = 5;
  output.echo_factor = 50;
  Detector tested = detector(output, 2);
  refusal(tested, ErrorCode::kModel, 255);
  refusal(tested, ErrorCode::kModel, 254);
  EXPECT_EQ(tested.detect(grey(0).view()).size(), 1U);
}

TEST_F(DetectorScoresTest, BlamesAPictureOnceAnotherHadNoBoxes) {
  GivenOutput output({100, 7});
  output.echo = 6;  // the only row that may count, and does for a white picture only
  output.echo_factor = 9;
  Detector tested = detector(output, 1, {.chooses_rows = true});
  EXPECT_TRUE(tested.detect(grey(0).view()).empty());
  EXPECT_THAT(refusal(tested, ErrorCode::kInvalidInput, 255), HasSubstr("gave a score of 9"));
}

TEST_F(DetectorScoresTest, NamesAnotherFamilyThatFits) {
  // 64x64 has 84 cells of strides 8, 16 and 32, and one more of 64.
  GivenOutput output({1, 84, 85});
  output.values[4] = 40;
  EXPECT_THAT(refusal(output, 80), HasSubstr("it fits --family yolov8 as well"));
}

TEST_F(DetectorScoresTest, ScoresByObjectnessWhereTheOnlyClassWasNeverTrained) {
  Detector tested = detector(rows_of({32, 32, 16, 8, 0.9F, 0.5F}), 1);
  EXPECT_THAT(tested.spec().family.origin, HasSubstr("its only class scores 0.5 everywhere"));
  EXPECT_THAT(tested.detect(grey(0).view()), ElementsAre(Detection{{24, 28, 40, 36}, 0.9F, 0}));
}

TEST_F(DetectorScoresTest, ScoresByBothWhereTheOnlyClassWasTrained) {
  GivenOutput output = rows_of({32, 32, 16, 8, 0.9F, 0.5F});
  output.values[11] = 0.8F;
  Detector tested = detector(output, 1);
  EXPECT_THAT(tested.spec().family.origin, Not(HasSubstr("0.5")));
  const auto found = tested.detect(grey(0).view());
  ASSERT_EQ(found.size(), 1U);
  EXPECT_FLOAT_EQ(found[0].score, 0.9F * 0.8F);
}

TEST_F(DetectorScoresTest, ScoresByBothWhereThereAreTwoClasses) {
  Detector tested = detector(rows_of({32, 32, 16, 8, 0.9F, 0.5F, 0.5F}), 2);
  EXPECT_FLOAT_EQ(tested.detect(grey(0).view()).at(0).score, 0.45F);
}

}  // namespace
}  // namespace millrace
