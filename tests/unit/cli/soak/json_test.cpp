#include "cli/soak/json.hpp"

#include <limits>

#include <gtest/gtest.h>
#include <nlohmann/json.hpp>

#include "sample_soak.hpp"

namespace millrace::cli {
namespace {

using nlohmann::json;

json json_of(const tuning::SoakReport& report) {
  return json::parse(soak_json(report));
}

TEST(SoakJsonTest, HoldsTheAccountOfTheJobs) {
  const json report = json_of(sample_soak());
  EXPECT_EQ(report["submitted"], 1000);
  EXPECT_EQ(report["succeeded"], 900);
  EXPECT_EQ(report["failed"], 60);
  EXPECT_EQ(report["stopped"], 35);
  EXPECT_EQ(report["dropped"], 5);
  EXPECT_EQ(report["mismatched"], 0);
  EXPECT_EQ(report["stalls"], 0);
  EXPECT_EQ(report["sound"], true);
}

TEST(SoakJsonTest, HoldsThroughputAndMemory) {
  const json report = json_of(sample_soak());
  EXPECT_EQ(report["throughput_ratio"], 0.985);
  EXPECT_EQ(report["throughput_low"], 0.98);
  EXPECT_EQ(report["loop_per_second"], json::array({1000.0, 1000.0}));
  EXPECT_EQ(report["rss_growth_bytes"], 1 << 20);
}

TEST(SoakJsonTest, HoldsNullForARatioThatWasNotMeasured) {
  tuning::SoakReport report = sample_soak();
  report.throughput.high = std::numeric_limits<double>::infinity();
  EXPECT_EQ(json_of(report)["throughput_high"], nullptr);
  report.throughput = {};
  EXPECT_EQ(json_of(report)["throughput_ratio"], nullptr);
}

}  // namespace
}  // namespace millrace::cli
