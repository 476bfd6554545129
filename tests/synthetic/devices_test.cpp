#include <algorithm>
#include <filesystem>
#include <memory>
#include <string>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "millrace/base/error.hpp"
#include "millrace/queue/compile_model.hpp"
#include "millrace/queue/device_properties.hpp"
#include "openvino/core/model.hpp"
#include "openvino/op/parameter.hpp"
#include "openvino/op/relu.hpp"

namespace millrace {
namespace {

using ::testing::Contains;
using ::testing::ElementsAre;
using ::testing::Field;
using ::testing::HasSubstr;

std::shared_ptr<ov::Model> relu_model() {
  const auto input = std::make_shared<ov::op::v0::Parameter>(ov::element::f32, ov::Shape{1, 16});
  const auto relu = std::make_shared<ov::op::v0::Relu>(input);
  return std::make_shared<ov::Model>(ov::OutputVector{relu}, ov::ParameterVector{input});
}

class DevicesTest : public ::testing::Test {
 protected:
  DeviceProperties read(const std::string& device, PerformanceHint hint) {
    return read_device_properties(core_, relu_model(), {.device = device, .hint = hint});
  }

  ov::Core core_;
};

TEST_F(DevicesTest, ReadsWhatOpenVinoSettledOn) {
  const DeviceProperties cpu = read("CPU", PerformanceHint::kLatency);
  EXPECT_EQ(cpu.absent, "");
  EXPECT_THAT(cpu.execution_devices, ElementsAre("CPU"));
  EXPECT_EQ(cpu.find("EXECUTION_DEVICES"), "CPU");
  EXPECT_EQ(cpu.find("OPTIMAL_NUMBER_OF_INFER_REQUESTS"), "1");
  EXPECT_TRUE(cpu.find("NUM_STREAMS").has_value());
  EXPECT_TRUE(cpu.find("RANGE_FOR_STREAMS").has_value());
  EXPECT_TRUE(cpu.find("INFERENCE_NUM_THREADS").has_value());
  EXPECT_TRUE(cpu.find("INFERENCE_PRECISION_HINT").has_value());
}

TEST_F(DevicesTest, GivesNoValueForAPropertyTheDeviceDoesNotHave) {
  const DeviceProperties cpu = read("CPU", PerformanceHint::kThroughput);
  EXPECT_THAT(cpu.values, Contains(Field(&PropertyValue::name, "GPU_QUEUE_PRIORITY")));
  EXPECT_EQ(cpu.find("GPU_QUEUE_PRIORITY"), std::nullopt);
}

TEST_F(DevicesTest, ShowsForAutoTheValuesOfTheDeviceItChose) {
  const DeviceProperties automatic = read("AUTO:CPU", PerformanceHint::kThroughput);
  const DeviceProperties cpu = read("CPU", PerformanceHint::kThroughput);
  ASSERT_EQ(automatic.absent, "");
  EXPECT_THAT(automatic.execution_devices, ElementsAre("CPU"));
  for (const char* name : {"NUM_STREAMS", "INFERENCE_NUM_THREADS", "INFERENCE_PRECISION_HINT", "RANGE_FOR_STREAMS"}) {
    EXPECT_EQ(automatic.find(name), cpu.find(name)) << name;
    EXPECT_TRUE(automatic.find(name).has_value()) << name;
  }
}

TEST_F(DevicesTest, SaysWhyADeviceIsAbsentInsteadOfThrowing) {
  const DeviceProperties unknown = read("FOO", PerformanceHint::kLatency);
  EXPECT_THAT(unknown.absent, HasSubstr("device 'FOO'"));
  EXPECT_TRUE(unknown.values.empty());
}

TEST_F(DevicesTest, FollowsTheOptionsItWasGiven) {
  const DeviceProperties cpu = read_device_properties(
      core_, relu_model(),
      {.device = "CPU", .hint = PerformanceHint::kNone, .streams = 1, .threads = 1, .precision = Precision::kF32});
  EXPECT_EQ(cpu.find("NUM_STREAMS"), "1");
  EXPECT_EQ(cpu.find("INFERENCE_NUM_THREADS"), "1");
  EXPECT_EQ(cpu.find("INFERENCE_PRECISION_HINT"), "f32");
}

TEST_F(DevicesTest, CountsRequestsPerStream) {
  EXPECT_EQ(read("CPU", PerformanceHint::kThroughput).requests_per_stream(), 1.0);
  EXPECT_EQ(read("FOO", PerformanceHint::kThroughput).requests_per_stream(), std::nullopt);
}

TEST_F(DevicesTest, ReadsEveryPropertyOfTheDeviceUnderAuto) {
  const DeviceProperties automatic = read("AUTO:CPU", PerformanceHint::kLatency);
  EXPECT_THAT(automatic.all_values, Contains(Field(&PropertyValue::name, "CPU.NUM_STREAMS")));
  EXPECT_GT(automatic.all_values.size(), automatic.values.size());
}

TEST_F(DevicesTest, ReadsThePropertiesOfADeviceWithoutAModel) {
  const auto properties = read_supported_properties(core_, "CPU");
  EXPECT_THAT(properties, Contains(Field(&PropertyValue::name, "FULL_DEVICE_NAME")));
}

TEST_F(DevicesTest, CompilesOnAnAbsentDevicesPartnerEvenWithACache) {
  const auto available = core_.get_available_devices();
  if (std::ranges::any_of(available, [](const std::string& name) { return name.starts_with("GPU"); })) {
    GTEST_SKIP() << "this machine has a GPU";
  }
  const auto cache = std::filesystem::path(::testing::TempDir()) / "millrace_absent_partner";
  const auto model = compile_model(core_, relu_model(), {.device = "AUTO:GPU,CPU", .cache_dir = cache});
  EXPECT_THAT(execution_devices(model), ElementsAre("CPU"));
}

TEST_F(DevicesTest, CompilesWithoutAnAbsentDeviceThatIsExcluded) {
  EXPECT_THAT(execution_devices(compile_model(core_, relu_model(), {.device = "AUTO:-NPU,CPU"})), ElementsAre("CPU"));
  EXPECT_THAT(execution_devices(compile_model(core_, relu_model(), {.device = "AUTO:-GPU,CPU"})), ElementsAre("CPU"));
}

TEST_F(DevicesTest, RefusesAnOptionThatTheDeviceRefusesWithItsReason) {
  try {
    compile_model(core_, relu_model(), {.device = "CPU", .streams = -7});
    FAIL() << "nothing was thrown";
  } catch (const Error& error) {
    EXPECT_EQ(error.code(), ErrorCode::kDevice);
    EXPECT_THAT(error.what(), HasSubstr("cannot compile this model with these options"));
  }
}

}  // namespace
}  // namespace millrace
