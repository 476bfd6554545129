#include "millrace/queue/compile_options.hpp"

#include <functional>
#include <string>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "millrace/base/error.hpp"
#include "openvino/runtime/properties.hpp"

namespace millrace {
namespace {

using ::testing::HasSubstr;

std::string invalid_argument(const std::function<void()>& action) {
  try {
    action();
  } catch (const Error& error) {
    EXPECT_EQ(error.code(), ErrorCode::kInvalidArgument);
    return error.what();
  }
  return "nothing was thrown";
}

TEST(ParseHintTest, ReadsEverySpelling) {
  EXPECT_EQ(parse_hint("latency"), PerformanceHint::kLatency);
  EXPECT_EQ(parse_hint("THROUGHPUT"), PerformanceHint::kThroughput);
  EXPECT_EQ(parse_hint("tput"), PerformanceHint::kThroughput);
  EXPECT_EQ(parse_hint("cumulative_throughput"), PerformanceHint::kCumulativeThroughput);
  EXPECT_EQ(parse_hint("ctput"), PerformanceHint::kCumulativeThroughput);
  EXPECT_EQ(parse_hint("none"), PerformanceHint::kNone);
}

TEST(ParseHintTest, NamesTheNearestHintForAnUnknownOne) {
  const std::string message = invalid_argument([] { parse_hint("throughputt"); });
  EXPECT_THAT(message, HasSubstr("unknown hint 'throughputt'"));
  EXPECT_THAT(message, HasSubstr("did you mean 'throughput'?"));
}

TEST(ParsePrecisionTest, ReadsItsOwnNamesAndRefusesOthers) {
  for (const Precision precision : {Precision::kAuto, Precision::kF32, Precision::kBf16, Precision::kF16}) {
    EXPECT_EQ(parse_precision(to_string(precision)), precision);
  }
  EXPECT_THAT(invalid_argument([] { parse_precision("fp64"); }), HasSubstr("there are: auto, f32, bf16, f16"));
}

TEST(ToPropertiesTest, LeavesToOpenVinoWhatIsNotSet) {
  EXPECT_TRUE(to_properties({.hint = PerformanceHint::kNone}).empty());
}

TEST(ToPropertiesTest, HandsOverEverythingThatIsSet) {
  const ov::AnyMap properties = to_properties({.device = "CPU",
                                               .hint = PerformanceHint::kLatency,
                                               .streams = 3,
                                               .hint_requests = 4U,
                                               .threads = 2,
                                               .precision = Precision::kF32,
                                               .cache_dir = "/tmp/models"});
  EXPECT_EQ(properties.at("PERFORMANCE_HINT").as<std::string>(), "LATENCY");
  EXPECT_EQ(properties.at("NUM_STREAMS").as<int>(), 3);
  EXPECT_EQ(properties.at("PERFORMANCE_HINT_NUM_REQUESTS").as<unsigned>(), 4U);
  EXPECT_EQ(properties.at("INFERENCE_NUM_THREADS").as<int>(), 2);
  EXPECT_EQ(properties.at("INFERENCE_PRECISION_HINT").as<std::string>(), "f32");
  EXPECT_EQ(properties.at("CACHE_DIR").as<std::string>(), "/tmp/models/f32");
}

TEST(ToPropertiesTest, KeepsCompiledModelsOfEachPrecisionThatIsAskedForApart) {
  const auto folder_for = [](Precision precision) {
    return to_properties({.precision = precision, .cache_dir = "/models"}).at("CACHE_DIR").as<std::string>();
  };
  EXPECT_EQ(folder_for(Precision::kAuto), "/models");
  EXPECT_EQ(folder_for(Precision::kBf16), "/models/bf16");
  EXPECT_EQ(folder_for(Precision::kF16), "/models/f16");
}

TEST(ToPropertiesTest, SwitchesTheStartOnAnotherDeviceOffForAutoOnly) {
  EXPECT_EQ(to_properties({.device = "CPU", .startup_fallback = false}).count("ENABLE_STARTUP_FALLBACK"), 0U);
  EXPECT_EQ(to_properties({.device = "AUTO:GPU", .startup_fallback = false}).count("ENABLE_STARTUP_FALLBACK"), 1U);
}

}  // namespace
}  // namespace millrace
