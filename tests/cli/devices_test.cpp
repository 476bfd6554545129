#include <string>

#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <nlohmann/json.hpp>

#include "fakes/temp_dir.hpp"
#include "run_program.hpp"

namespace millrace {
namespace {

using nlohmann::json;
using ::testing::HasSubstr;
using ::testing::IsEmpty;
using ::testing::Not;

TEST(DevicesCommandTest, ShowsTheArticlesDevicesThoughSomeAreAbsent) {
  const ProgramResult result = run_program({"devices"});
  EXPECT_EQ(result.exit_code, 0);
  for (const char* text : {"OpenVINO", "Available devices", "GPU.0", "NPU", "AUTO:GPU,-CPU", "NUM_STREAMS",
                           "CUMULATIVE_THROUGHPUT", "requests per stream"}) {
    EXPECT_THAT(result.out, HasSubstr(text));
  }
  EXPECT_THAT(result.err, IsEmpty());
}

TEST(DevicesCommandTest, HasNoColourWithoutATerminal) {
  EXPECT_THAT(run_program({"devices", "-d", "CPU"}).out, Not(HasSubstr("\x1b[")));
}

TEST(DevicesCommandTest, WritesNothingButJsonToStandardOutput) {
  const ProgramResult result = run_program({"devices", "-d", "AUTO", "-hint", "tput", "--json", "-"});
  EXPECT_EQ(result.exit_code, 0);
  const json report = json::parse(result.out);
  const json& hint = report["devices"][0]["hints"][0];
  EXPECT_EQ(report["devices"][0]["device"], "AUTO");
  EXPECT_EQ(hint["hint"], "throughput");
  EXPECT_TRUE(hint["properties"]["NUM_STREAMS"].is_number_integer());
  EXPECT_FALSE(hint["execution_devices"].empty());
}

TEST(DevicesCommandTest, WritesJsonToAFileBesideTheText) {
  const TempDir dir;
  const ProgramResult result = run_program({"devices", "-d", "CPU", "--all", "--json", dir / "devices.json"});
  EXPECT_EQ(result.exit_code, 0);
  EXPECT_THAT(result.out, HasSubstr("SUPPORTED_PROPERTIES of the device"));
  EXPECT_EQ(json::parse(dir.read("devices.json"))["schema"], 1);
}

TEST(DevicesCommandTest, WantsAValueForJson) {
  EXPECT_EQ(run_program({"devices", "--json"}).exit_code, 2);
}

TEST(DevicesCommandTest, EndsWithThreeForAnUnknownDeviceThatWasAskedFor) {
  const ProgramResult result = run_program({"devices", "--device", "CPUU"});
  EXPECT_EQ(result.exit_code, 3);
  EXPECT_THAT(result.out, IsEmpty());
  EXPECT_THAT(result.err, HasSubstr("did you mean 'CPU'?"));
  EXPECT_THAT(result.err, HasSubstr("available: "));
}

TEST(DevicesCommandTest, EndsWithTwoForAnUnknownHint) {
  const ProgramResult result = run_program({"devices", "--hint", "latancy"});
  EXPECT_EQ(result.exit_code, 2);
  EXPECT_THAT(result.err, HasSubstr("did you mean 'latency'?"));
}

TEST(DevicesCommandTest, EndsWithTwoWhenTheModelIsGivenTwice) {
  EXPECT_EQ(run_program({"devices", "a.onnx", "-m", "b.onnx"}).exit_code, 2);
}

TEST(DevicesCommandTest, EndsWithThreeForAModelThatIsNotThereOrNone) {
  const TempDir dir;
  const ProgramResult missing = run_program({"devices", dir / "none.onnx"});
  EXPECT_EQ(missing.exit_code, 3);
  EXPECT_THAT(missing.err, HasSubstr("no such file"));
  const ProgramResult text = run_program({"devices", dir.write("text.onnx", "hello")});
  EXPECT_EQ(text.exit_code, 3);
  EXPECT_THAT(text.err, HasSubstr("no ONNX file"));
}

TEST(DevicesCommandTest, EndsWithOneWhenTheOutputCannotBeWritten) {
  const ProgramResult result = run_program({"devices", "-d", "CPU", "--json", "/dev/full"});
  EXPECT_EQ(result.exit_code, 1);
  EXPECT_THAT(result.err, HasSubstr("/dev/full"));
}

TEST(DevicesCommandTest, SaysThatTheOutputCannotBeWrittenBeforeItCompiles) {
  const ProgramResult result = run_program({"devices", "none.onnx", "--json", "/proc/devices.json"});
  EXPECT_EQ(result.exit_code, 1);
  EXPECT_THAT(result.err, HasSubstr("/proc/devices.json"));
}

TEST(DevicesCommandTest, ExplainsWhenAsked) {
  EXPECT_THAT(run_program({"devices", "-d", "CPU", "--explain"}).out, HasSubstr("Hints\n"));
}

}  // namespace
}  // namespace millrace
