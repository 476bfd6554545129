// millrace inspect from outside, on the generated stand-in.

#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <nlohmann/json.hpp>

#include "fakes/standin.hpp"
#include "run_program.hpp"

namespace millrace {
namespace {

using nlohmann::json;
using ::testing::HasSubstr;
using ::testing::IsEmpty;

TEST(InspectTest, SaysWhatAModelIs) {
  const Standin standin;
  const ProgramResult result = run_program({"inspect", standin.model()});
  EXPECT_EQ(result.exit_code, 0);
  EXPECT_THAT(result.out, HasSubstr("family       yolov5 (output 0 has "));
  EXPECT_THAT(result.err, IsEmpty());
}

TEST(InspectTest, WritesJsonAloneToStandardOutput) {
  const Standin standin;
  const ProgramResult result = run_program({"inspect", standin.model(), "--conf", "0.5", "--json", "-"});
  ASSERT_EQ(result.exit_code, 0) << result.err;
  const json report = json::parse(result.out);
  EXPECT_EQ(report["schema"], 1);
  EXPECT_EQ(report["confidence"], (json{{"value", 0.5}, {"from", "given"}}));
}

TEST(InspectTest, EndsWithThreeForAFileThatIsNoModel) {
  const ProgramResult result = run_program({"inspect", "/dev/null"});
  EXPECT_EQ(result.exit_code, 3);
  EXPECT_THAT(result.err, HasSubstr("millrace inspect: model /dev/null"));
}

TEST(InspectTest, SaysThatItsJsonCannotBeWrittenBeforeItReadsTheModel) {
  const ProgramResult result = run_program({"inspect", "none.onnx", "--json", "/proc/model.json"});
  EXPECT_EQ(result.exit_code, 1);
  EXPECT_THAT(result.err, HasSubstr("/proc/model.json"));
}

TEST(InspectTest, EndsWithThreeForAFamilyThatDoesNotFit) {
  const Standin standin;
  const ProgramResult result = run_program({"inspect", standin.model(), "--family", "ssd"});
  EXPECT_EQ(result.exit_code, 3);
  EXPECT_THAT(result.err, HasSubstr("family 'ssd' wants [1,1,boxes,7]"));
}

TEST(InspectTest, EndsWithTwoWithoutAModelAndForAnUnknownFamily) {
  const Standin standin;
  EXPECT_EQ(run_program({"inspect"}).exit_code, 2);
  EXPECT_EQ(run_program({"inspect", standin.model(), "--family", "yolo5"}).exit_code, 2);
}

}  // namespace
}  // namespace millrace
