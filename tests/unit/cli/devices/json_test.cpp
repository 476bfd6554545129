#include "cli/devices/json.hpp"

#include <gtest/gtest.h>
#include <nlohmann/json.hpp>

#include "sample_report.hpp"

namespace millrace::cli {
namespace {

using nlohmann::json;

TEST(DevicesJsonTest, HasNumbersRangesAndNulls) {
  const json report = json::parse(devices_json(sample_report(), false));
  EXPECT_EQ(report["schema"], 1);
  EXPECT_EQ(report["model"], "net.onnx");
  EXPECT_EQ(report["available_devices"][0]["name"], "CPU");
  const json& hint = report["devices"][0]["hints"][0];
  EXPECT_EQ(hint["hint"], "throughput");
  EXPECT_EQ(hint["requests_per_stream"], 2.0);
  EXPECT_EQ(hint["properties"]["NUM_STREAMS"], 4);
  EXPECT_EQ(hint["properties"]["RANGE_FOR_STREAMS"], json::array({1, 16}));
  EXPECT_TRUE(hint["properties"]["GPU_QUEUE_PRIORITY"].is_null());
}

TEST(DevicesJsonTest, SaysWhyADeviceIsAbsent) {
  const json report = json::parse(devices_json(sample_report(), false));
  EXPECT_TRUE(report["devices"][0]["absent"].is_null());
  EXPECT_EQ(report["devices"][1]["absent"], "no GPU");
  EXPECT_TRUE(report["devices"][1]["hints"].empty());
}

TEST(DevicesJsonTest, HoldsEveryPropertyOnlyWhenAsked) {
  EXPECT_FALSE(json::parse(devices_json(sample_report(), false))["devices"][0].contains("device_properties"));
  const json all = json::parse(devices_json(sample_report(), true));
  EXPECT_EQ(all["devices"][0]["device_properties"]["FULL_DEVICE_NAME"], "A processor");
  EXPECT_EQ(all["devices"][0]["hints"][0]["all_properties"]["NETWORK_NAME"], "net");
}

TEST(DevicesJsonTest, StaysValidWithBytesThatAreNoText) {
  DevicesReport report = sample_report();
  report.model = "\xff.onnx";
  EXPECT_TRUE(json::accept(devices_json(report, true)));
}

}  // namespace
}  // namespace millrace::cli
