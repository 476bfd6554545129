#include "cli/bench/json.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <nlohmann/json.hpp>

#include "sample_bench.hpp"

namespace millrace::cli {
namespace {

using nlohmann::json;
using ::testing::DoubleNear;

json json_of(const tuning::BenchReport& report) {
  return json::parse(bench_json(report));
}

TEST(BenchJsonTest, SaysWhatRan) {
  const json report = json_of(sample_bench(clear_winner()));
  EXPECT_EQ(report["schema"], 1);
  EXPECT_EQ(report["model"], "models/yolov5n.onnx");
  EXPECT_EQ(report["execution_devices"], json::array({"CPU"}));
  EXPECT_EQ(report["hint"], "throughput");
  EXPECT_EQ(report["hint_requests"], nullptr);
  EXPECT_EQ(report["rounds"], 10);
  EXPECT_EQ(report["pictures"], json::array({"a.jpg", "b.jpg"}));
}

TEST(BenchJsonTest, HoldsEachPatternWithEveryRound) {
  const json patterns = json_of(sample_bench(clear_winner()))["patterns"];
  ASSERT_EQ(patterns.size(), 4U);
  const json& queue = patterns[2];
  EXPECT_EQ(queue["name"], "queue");
  EXPECT_EQ(queue["requests"], 2);
  EXPECT_EQ(queue["pictures_per_second"]["rounds"].size(), 10U);
  EXPECT_THAT(queue["against_sync"]["median"].get<double>(), DoubleNear(1.82, 0.01));
  EXPECT_EQ(queue["latency_ms"]["p99"], 40.0);
  EXPECT_EQ(queue["infer_ms"]["p50"], 35.0);
  EXPECT_THAT(queue["cpu_share"].get<double>(), DoubleNear(0.5, 0.01));
  EXPECT_THAT(queue["cpu_ms_per_picture"].get<double>(), DoubleNear(19.6, 0.1));
}

TEST(BenchJsonTest, HoldsTheVerdict) {
  const json verdict = json_of(sample_bench(tie_in_front()))["verdict"];
  EXPECT_EQ(verdict["fastest"], "two in turn");
  EXPECT_EQ(verdict["decided"], false);
  EXPECT_EQ(verdict["level"], json::array({"queue ahead"}));
  EXPECT_TRUE(verdict["against"]["sync"]["low"].is_number());
  EXPECT_FALSE(verdict["against"].contains("two in turn"));
}

TEST(BenchJsonTest, HasNullWhereTooFewRoundsGiveNoInterval) {
  const json report = json_of(sample_bench(
      {{.name = "sync", .pictures_per_second = {10, 10}}, {.name = "queue", .pictures_per_second = {20, 20}}}));
  EXPECT_EQ(report["patterns"][1]["against_sync"]["median"], 2.0);
  EXPECT_EQ(report["patterns"][1]["against_sync"]["low"], nullptr);
  EXPECT_EQ(report["patterns"][1]["against_sync"]["high"], nullptr);
}

TEST(BenchJsonTest, HasNoVerdictWithoutARound) {
  const json report = json_of(sample_bench({{.name = "sync"}, {.name = "queue"}}));
  EXPECT_EQ(report["verdict"], nullptr);
  EXPECT_EQ(report["patterns"], json::array());
}

TEST(BenchJsonTest, NamesAMismatch) {
  tuning::BenchReport report = sample_bench(clear_winner());
  EXPECT_EQ(json_of(report)["equal_detections"]["equal"], true);
  report.comparison.mismatch =
      tuning::Mismatch{.pattern = 2, .picture = 1, .difference = "found 5 detections instead of 4"};
  const json equality = json_of(report)["equal_detections"];
  EXPECT_EQ(equality["equal"], false);
  EXPECT_EQ(equality["mismatch"]["pattern"], "queue");
  EXPECT_EQ(equality["mismatch"]["picture"], "b.jpg");
}

}  // namespace
}  // namespace millrace::cli
