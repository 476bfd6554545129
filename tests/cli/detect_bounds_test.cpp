// What is too large, and what never comes: `millrace detect` refuses the first, and one signal ends its wait for the
// second.

#include <csignal>
#include <filesystem>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "detect_fixture.hpp"
#include "fakes/pipe.hpp"
#include "golden.hpp"
#include "unit/io/sample_pictures.hpp"

namespace millrace {
namespace {

using ::testing::HasSubstr;
using ::testing::Not;

class DetectBoundsTest : public DetectTest {
 protected:
  /// What a run says that gets this signal while it waits for the bytes of `pipe`.
  ProgramResult end_while_it_reads(const std::vector<std::string>& arguments, int signal,
                                   const std::string& model = {}) const {
    const std::string pipe = make_pipe(dir_);
    StartedProgram program(words(arguments, model), dir_.path().string(), environment());
    const base::Descriptor silent = program.wait_for_reading(pipe);
    program.signal(signal);
    return program.wait();
  }

  /// What a run says that gets this signal while it waits for somebody who reads `pipe`, or just before.
  ProgramResult end_while_it_writes(const std::vector<std::string>& arguments, int signal,
                                    std::vector<std::string> variables = {}) const {
    make_pipe(dir_);
    variables.push_back(environment().front());
    StartedProgram program(words(arguments), dir_.path().string(), variables);
    program.wait_for_words("runs on ");
    program.signal(signal);
    return program.wait();
  }
};

TEST_F(DetectBoundsTest, RefuseLabelsThatNeverEnd) {
  expect_golden("labels_without_end", detect({wide(), "--no-save", "--labels", "/dev/zero"}));
}

TEST_F(DetectBoundsTest, RefuseZerosThatAreCalledAModel) {
  dir_.write("zeros.onnx", std::string(1 << 20, '\0'));
  expect_golden("zeros_as_model", detect({wide(), "--no-save"}, "zeros.onnx"));
}

TEST_F(DetectBoundsTest, RefuseADeviceAsModel) {
  expect_golden("device_as_model", detect({wide(), "--no-save"}, "/dev/zero"));
}

TEST_F(DetectBoundsTest, RefuseAPictureOfMorePixelsThanWereAllowed) {
  expect_golden("too_many_pixels", detect({wide(), tall(), "--no-save", "--max-pixels", "300000"}));
  EXPECT_EQ(detect({wide(), "--no-save", "--max-pixels", "307200"}).exit_code, 0);
}

TEST_F(DetectBoundsTest, RefuseATruthThatIsNestedWithoutEnd) {
  dir_.write("truth.json", std::string(1000, '['));
  expect_golden("nested_truth", detect({wide(), "--no-save", "--coco", "r.json", "--coco-gt", "truth.json"}));
}

TEST_F(DetectBoundsTest, EndTheWaitForAModelAtOneSignal) {
  expect_golden("wait_for_model", end_while_it_reads({wide(), "--no-save"}, SIGTERM, "pipe"));
}

TEST_F(DetectBoundsTest, EndTheWaitForLabelsAtOneSignal) {
  expect_golden("wait_for_labels", end_while_it_reads({wide(), "--no-save", "--labels", "pipe"}, SIGINT));
}

TEST_F(DetectBoundsTest, EndTheWaitForATruthAtOneSignal) {
  expect_golden("wait_for_truth",
                end_while_it_reads({wide(), "--no-save", "--coco", "r.json", "--coco-gt", "pipe"}, SIGTERM));
}

TEST_F(DetectBoundsTest, EndTheWaitForAPictureAtOneSignalAndKeepWhatWasFound) {
  expect_golden("wait_for_picture", end_while_it_reads({wide(), "pipe", "--no-save", "--csv", "r.csv"}, SIGTERM));
  EXPECT_THAT(dir_.read("r.csv"), HasSubstr("bright block"));
}

TEST_F(DetectBoundsTest, EndTheWaitForTheReaderOfAnOutputAtOneSignalAndLeaveNothing) {
  expect_golden("wait_for_reader",
                end_while_it_writes({wide(), "--no-save", "--json", "r.json", "--csv", "pipe"}, SIGINT));
  EXPECT_FALSE(std::filesystem::exists(dir_ / "r.json"));
  for (const auto& entry : std::filesystem::directory_iterator(dir_.path())) {
    EXPECT_THAT(entry.path().string(), Not(HasSubstr(".part")));
  }
}

TEST_F(DetectBoundsTest, EndTheWaitForTheReaderOfATraceAtOneSignal) {
  expect_golden("wait_for_trace", end_while_it_writes({wide(), "--no-save"}, SIGTERM, {"MILLRACE_TRACE=pipe"}));
}

TEST_F(DetectBoundsTest, GoOnAtACtrlCThatAScriptInTheBackgroundIgnores) {
  const ProgramResult result = shell(
      "mkfifo pipe; (trap '' INT; exec \"$MILLRACE\" detect \"$MODEL\" pipe --no-save) & "
      "exec 3>pipe; kill -INT $!; cat \"$WIDE\" >&3; exec 3>&-; wait $!");
  EXPECT_EQ(result.exit_code, 0) << result.err;
  EXPECT_THAT(result.out, HasSubstr("1x bright block"));
}

}  // namespace
}  // namespace millrace
