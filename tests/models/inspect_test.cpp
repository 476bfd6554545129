// millrace inspect from outside, on models of several kinds.

#include <string>
#include <vector>

#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <nlohmann/json.hpp>

#include "cli/run_program.hpp"
#include "fakes/giving_model.hpp"
#include "fakes/golden.hpp"
#include "fakes/temp_dir.hpp"
#include "openvino/core/graph_util.hpp"
#include "openvino/core/model.hpp"

namespace millrace {
namespace {

using nlohmann::json;
using ::testing::HasSubstr;

class InspectModelTest : public ::testing::Test {
 protected:
  void save(const std::vector<GivenOutput>& outputs, const GivenModel& graph, const std::string& labels = "") const {
    const auto model = model_giving(outputs, graph);
    if (!labels.empty()) model->set_rt_info(labels, "model_info", "labels");
    ov::save_model(model, dir_ / "model.xml", false);
  }

  ProgramResult inspect(const std::string& arguments = "") const {
    return run_shell("\"$MILLRACE\" inspect model.xml " + arguments, dir_.path().string(), {});
  }

  void expect_golden(const std::string& name) const {
    const ProgramResult result = inspect();
    EXPECT_EQ(result.exit_code, 0);
    EXPECT_EQ(result.err, "");
    expect_golden_text("models/golden/inspect_" + name + ".txt", result.out);
  }

  TempDir dir_;
};

TEST_F(InspectModelTest, ShowsADetector) {
  save({GivenOutput({1, 6, 84}), GivenOutput({1, 3, 5, 5, 7})}, {}, "cat dog");
  expect_golden("yolov8");
}

TEST_F(InspectModelTest, ShowsAModelThatIsNoDetector) {
  save({GivenOutput({1, 1000})}, {.input = {1, 3, 224, 224}});
  expect_golden("classification");
}

TEST_F(InspectModelTest, ShowsAModelWhoseInputIsNoPicture) {
  save({GivenOutput({1, 1000})}, {.input = {1, 1, 28, 28}});
  expect_golden("grey_pictures");
}

TEST_F(InspectModelTest, ShowsWhatItKnowsOfADetectorWhoseNamesDoNotFit) {
  save({GivenOutput({1, 7, 84})}, {}, "cat dog");
  expect_golden("wrong_names");
}

TEST_F(InspectModelTest, WritesNullForWhatIsUnknown) {
  save({GivenOutput({1, 1000})}, {});
  const json object = json::parse(inspect("--json -").out);
  EXPECT_THAT(object["problem"], HasSubstr("which looks like a classification model"));
  EXPECT_EQ(object["layout"]["value"], "NCHW");
  for (const char* key : {"family", "labels", "confidence", "output_index", "class_count", "background"}) {
    EXPECT_TRUE(object.at(key).is_null()) << key;
  }
  EXPECT_TRUE(object["preprocessing"]["scale"].is_null());
}

TEST_F(InspectModelTest, NamesTheClassesThatWereAskedFor) {
  save({GivenOutput({1, 6, 84})}, {}, "cat dog");
  EXPECT_THAT(inspect("--classes dog").out, HasSubstr("only         dog (given)\n"));
}

TEST_F(InspectModelTest, EndsWithTwoForAFileOfLabelsThatIsNone) {
  save({GivenOutput({1, 6, 84})}, {}, "cat dog");
  EXPECT_EQ(inspect("--labels none.txt").exit_code, 2);
}

}  // namespace
}  // namespace millrace
