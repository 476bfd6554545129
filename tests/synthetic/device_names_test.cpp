#include "queue/device_names.hpp"

#include <string>
#include <vector>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "millrace/base/error.hpp"
#include "queue/openvino_reason.hpp"

namespace millrace {
namespace {

using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::IsEmpty;

const std::vector<std::string> kCpuOnly = {"CPU"};
const std::vector<std::string> kTwoGpus = {"CPU", "GPU.0", "GPU.1"};
const std::vector<std::string> kOneGpu = {"CPU", "GPU"};

TEST(ParseDeviceTest, TakesAPlainDeviceAsItsOnlyMember) {
  const queue::DeviceName name = queue::parse_device("GPU.0");
  EXPECT_EQ(name.scheduler, "");
  EXPECT_THAT(name.members, ElementsAre("GPU.0"));
}

TEST(ParseDeviceTest, SplitsMembersAndExcludedDevices) {
  const queue::DeviceName name = queue::parse_device("AUTO:GPU,-CPU");
  EXPECT_EQ(name.scheduler, "AUTO");
  EXPECT_THAT(name.members, ElementsAre("GPU"));
  EXPECT_THAT(name.excluded, ElementsAre("CPU"));
}

TEST(ParseDeviceTest, LeavesOutABatchSize) {
  const queue::DeviceName name = queue::parse_device("BATCH:CPU(4)");
  EXPECT_EQ(name.scheduler, "BATCH");
  EXPECT_THAT(name.members, ElementsAre("CPU"));
}

TEST(ParseDeviceTest, TakesAutoAloneAsASchedulerWithoutMembers) {
  const queue::DeviceName name = queue::parse_device("AUTO");
  EXPECT_EQ(name.scheduler, "AUTO");
  EXPECT_THAT(name.members, IsEmpty());
}

TEST(WhyAbsentTest, IsEmptyForWhatIsThere) {
  EXPECT_EQ(queue::why_absent("CPU", kCpuOnly), "");
  EXPECT_EQ(queue::why_absent("AUTO", kCpuOnly), "");
  EXPECT_EQ(queue::why_absent("AUTO:GPU,CPU", kCpuOnly), "");
  EXPECT_EQ(queue::why_absent("HETERO:CPU", kCpuOnly), "");
  EXPECT_EQ(queue::why_absent("GPU", kTwoGpus), "");
  EXPECT_EQ(queue::why_absent("GPU.0", kOneGpu), "");
}

TEST(WhyAbsentTest, NamesTheDriverOfMissingHardware) {
  EXPECT_THAT(queue::why_absent("GPU.0", kCpuOnly), HasSubstr("no Intel GPU"));
  EXPECT_THAT(queue::why_absent("NPU", kCpuOnly), HasSubstr("no Intel NPU"));
}

TEST(WhyAbsentTest, HasASentenceForNamesOfOtherPrograms) {
  for (const char* name : {"0", "0,1", "cuda", "CUDA:0", "mps"}) {
    EXPECT_THAT(queue::why_absent(name, kCpuOnly), HasSubstr("an Intel GPU is GPU")) << name;
  }
  EXPECT_THAT(queue::why_absent("intel:gpu", kCpuOnly), HasSubstr("have no 'intel:'"));
  EXPECT_THAT(queue::why_absent("CPU,GPU", kCpuOnly), HasSubstr("AUTO:CPU,GPU"));
}

TEST(WhyAbsentTest, KnowsThatThereIsOneGpuOnly) {
  EXPECT_THAT(queue::why_absent("GPU.1", kOneGpu), HasSubstr("fewer devices of this kind"));
}

TEST(WhyAbsentTest, SaysThatAutoHasNothingLeft) {
  EXPECT_THAT(queue::why_absent("AUTO:GPU,-CPU", kCpuOnly), HasSubstr("no device left to choose"));
  EXPECT_THAT(queue::why_absent("AUTO:-CPU", kCpuOnly), HasSubstr("no device left to choose"));
}

TEST(WhyAbsentTest, NamesTheNearestDevice) {
  EXPECT_THAT(queue::why_absent("CPUU", kCpuOnly), HasSubstr("did you mean 'CPU'?"));
  EXPECT_THAT(queue::why_absent("cpu", kCpuOnly), HasSubstr("did you mean 'CPU'?"));
  EXPECT_THAT(queue::why_absent("ATUO:CPU", kCpuOnly), HasSubstr("did you mean 'AUTO'?"));
  EXPECT_THAT(queue::why_absent("AUTO:CPUU", kCpuOnly), HasSubstr("did you mean 'CPU'?"));
}

TEST(RequireDeviceTest, ThrowsADeviceErrorThatListsWhatIsAvailable) {
  try {
    queue::require_device("GPU.0", kCpuOnly);
    FAIL() << "nothing was thrown";
  } catch (const Error& error) {
    EXPECT_EQ(error.code(), ErrorCode::kDevice);
    EXPECT_THAT(error.what(), HasSubstr("device 'GPU.0'"));
    EXPECT_THAT(error.what(), HasSubstr("available: CPU"));
  }
}

TEST(OpenvinoReasonTest, KeepsTheSentenceAndDropsTheSourceLines) {
  EXPECT_EQ(
      queue::openvino_reason("Exception from src/a.cpp:1:\nException from src/b.cpp:2:\nDevice is not registered\n\n"),
      "Device is not registered");
  EXPECT_EQ(queue::openvino_reason("Check '!map.empty()' failed at src/plugin.cpp:559:\n[GPU] no devices found.\n"),
            "[GPU] no devices found.");
}

TEST(OpenvinoReasonTest, NeverIsEmptyAndNeverIsLong) {
  EXPECT_EQ(queue::openvino_reason(""), "OpenVINO gave no reason");
  EXPECT_EQ(queue::openvino_reason("\n\n"), "OpenVINO gave no reason");
  EXPECT_LE(queue::openvino_reason(std::string(10000, 'x')).size(), 300U);
}

}  // namespace
}  // namespace millrace
