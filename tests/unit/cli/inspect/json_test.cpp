#include "cli/inspect/json.hpp"

#include <gtest/gtest.h>
#include <nlohmann/json.hpp>

#include "sample_spec.hpp"

namespace millrace::cli {
namespace {

using nlohmann::json;

TEST(InspectJsonTest, GivesEachValueWithItsOrigin) {
  const json object = json::parse(inspect_json(sample_spec()));
  EXPECT_EQ(object["family"], (json{{"value", "yolox"}, {"from", "84 rows"}}));
  EXPECT_EQ(object["input_size"]["value"], (json{{"width", 64}, {"height", 32}}));
  EXPECT_EQ(object["labels"]["value"], (json{"cat", "hot dog"}));
  EXPECT_EQ(object["preprocessing"]["padding"], (json{{"value", 114}, {"from", "family yolox"}}));
  EXPECT_EQ(object["max_detections"]["value"], 300);
}

TEST(InspectJsonTest, WritesThresholdsAsPeopleDo) {
  const json object = json::parse(inspect_json(sample_spec()));
  EXPECT_EQ(object["iou"]["value"].get<double>(), 0.7);
  EXPECT_EQ(object["confidence"]["value"].get<double>(), 0.25);
}

TEST(InspectJsonTest, ListsThePortsOfTheFile) {
  const json object = json::parse(inspect_json(sample_spec()));
  EXPECT_EQ(object["inputs"][0]["name"], "images");
  EXPECT_EQ(object["outputs"][1], (json{{"name", nullptr}, {"type", "f32"}, {"shape", "[1,84,7]"}}));
  EXPECT_EQ(object["output_index"], 1);
}

TEST(InspectJsonTest, GivesSizeAndProblem) {
  ModelSpec spec = sample_spec();
  const json object = json::parse(inspect_json(spec));
  EXPECT_EQ(object["size"]["parameters"], 1'250'000);
  EXPECT_EQ(object["size"]["operations"], (json{{"Convolution", 3}, {"Relu", 2}}));
  EXPECT_EQ(object["size"]["gflop"], 0.5);
  EXPECT_TRUE(object["problem"].is_null());
  spec.problem = "no detector";
  EXPECT_EQ(json::parse(inspect_json(spec))["problem"], "no detector");
}

TEST(InspectJsonTest, IsValidForLabelsInBrokenUtf8) {
  ModelSpec spec = sample_spec();
  spec.labels.value[0] = "\xFF";
  EXPECT_TRUE(json::accept(inspect_json(spec)));
}

}  // namespace
}  // namespace millrace::cli
