// Nothing of the user's is ever destroyed: outputs that meet inputs, each other, or what stands in the folder of results.

#include <filesystem>

#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <nlohmann/json.hpp>

#include "detect_fixture.hpp"
#include "fakes/build_paths.hpp"

namespace millrace {
namespace {

using ::testing::AllOf;
using ::testing::HasSubstr;
using ::testing::Not;

namespace fs = std::filesystem;

class DetectOutputsTest : public DetectTest {
 protected:
  /// What is said about outputs that cannot be meant: exit code 2, and nothing on standard output.
  std::string refusal(const std::vector<std::string>& arguments) const {
    const ProgramResult result = detect(arguments);
    EXPECT_EQ(result.exit_code, 2) << result.err;
    EXPECT_EQ(result.out, "");
    return result.err;
  }

  void copy_wide(const std::string& name) const {
    fs::create_directories(fs::path(dir_ / name).parent_path());
    fs::copy_file(wide(), dir_ / name);
  }

  void expect_done(const std::vector<std::string>& arguments) const {
    const ProgramResult result = detect(arguments);
    EXPECT_EQ(result.exit_code, 0) << result.err;
  }

  /// A model of our own in the test's folder, since a failing test would destroy it.
  void copy_model() const {
    fs::copy_file(model(), dir_ / "m.xml");
    fs::copy_file(fs::path(model()).replace_extension(".bin"), dir_ / "m.bin");
  }
};

TEST_F(DetectOutputsTest, NeverReplaceAPictureAListOrTheLabels) {
  copy_wide("in/wide.png");
  dir_.write("list.txt", "in\n");
  dir_.write("names.txt", "lamp\n");
  const std::string before = dir_.read("in/wide.png");
  for (const char* option : {"--json", "--coco", "--csv"}) {
    EXPECT_THAT(refusal({"in", "--no-save", option, "in/wide.png"}),
                HasSubstr(std::string(option) + " in/wide.png would replace an input; give it another name"));
    EXPECT_THAT(refusal({"list.txt", "--no-save", option, "list.txt"}), HasSubstr("would replace an input"));
    EXPECT_THAT(refusal({"in", "--no-save", "--labels", "names.txt", option, "names.txt"}),
                HasSubstr("would replace an input"));
  }
  EXPECT_EQ(dir_.read("in/wide.png"), before);
  EXPECT_EQ(dir_.read("list.txt"), "in\n");
  EXPECT_EQ(dir_.read("names.txt"), "lamp\n");
}

TEST_F(DetectOutputsTest, NeverReplaceTheModelOrItsWeights) {
  copy_model();
  const std::string before = dir_.read("m.bin");
  fs::create_symlink("m.bin", dir_ / "soft");
  fs::create_hard_link(dir_ / "m.bin", dir_ / "hard");
  for (const char* output : {"m.xml", "m.bin", "soft", "hard"}) {
    const ProgramResult result =
        run_shell("\"$MILLRACE\" detect m.xml '" + wide() + "' --no-save --csv " + output, dir_.path().string());
    EXPECT_EQ(result.exit_code, 2) << output;
    EXPECT_THAT(result.err, HasSubstr(std::string("--csv ") + output + " would replace an input")) << output;
  }
  EXPECT_EQ(dir_.read("m.bin"), before);
}

TEST_F(DetectOutputsTest, NeverReplaceTheExternalDataOfAnOnnxModel) {
  // Enough of ONNX for what is asked here: an initializer whose weights stand in another file. Protobuf's fields may
  // come in any order.
  for (const char* entry : {"\x0A\x08location\x12\x0Cweights.data", "\x12\x0Cweights.data\x0A\x08location"}) {
    dir_.write("m.onnx", "\x08\x07:\x1C*\x1AJ\x18" + std::string(entry));
    dir_.write("weights.data", "weights");
    const ProgramResult result =
        run_shell("\"$MILLRACE\" detect m.onnx '" + wide() + "' --no-save --json weights.data", dir_.path().string());
    EXPECT_EQ(result.exit_code, 2) << result.err;
    EXPECT_THAT(result.err, HasSubstr("--json weights.data would replace an input"));
    EXPECT_EQ(dir_.read("weights.data"), "weights");
  }
}

TEST_F(DetectOutputsTest, OfOtherCommandsNeverReplaceAnInputEither) {
  copy_model();
  copy_wide("wide.png");
  dir_.write("names.txt", "lamp\n");
  const std::string model_before = dir_.read("m.xml");
  const std::string picture_before = dir_.read("wide.png");
  for (const char* command : {"devices m.xml --json m.xml", "devices m.xml --json m.bin", "inspect m.xml --json m.xml",
                              "inspect m.xml --labels names.txt --json names.txt",
                              "bench m.xml wide.png --json wide.png", "bench m.xml wide.png --json m.bin"}) {
    const ProgramResult result = run_shell("\"$MILLRACE\" " + std::string(command), dir_.path().string());
    EXPECT_EQ(result.exit_code, 2) << command;
    EXPECT_THAT(result.err, HasSubstr("would replace an input")) << command;
  }
  EXPECT_EQ(dir_.read("m.xml"), model_before);
  EXPECT_EQ(dir_.read("wide.png"), picture_before);
  EXPECT_EQ(dir_.read("names.txt"), "lamp\n");
}

TEST_F(DetectOutputsTest, IncludeTheTraceOfTheQueues) {
  copy_wide("wide.png");
  const std::string before = dir_.read("wide.png");
  for (const char* command : {"detect \"$MODEL\" wide.png --no-save", "bench \"$MODEL\" wide.png"}) {
    const ProgramResult result = shell("MILLRACE_TRACE=wide.png \"$MILLRACE\" " + std::string(command));
    EXPECT_EQ(result.exit_code, 2) << command;
    EXPECT_THAT(result.err, HasSubstr("MILLRACE_TRACE wide.png would replace an input")) << command;
  }
  EXPECT_EQ(dir_.read("wide.png"), before);
}

TEST_F(DetectOutputsTest, InTheFolderOfThePicturesAreRefused) {
  copy_wide("in/wide.png");
  const std::string before = dir_.read("in/wide.png");
  for (const std::vector<std::string>& options : std::vector<std::vector<std::string>>{
           {"in", "-o", "in"}, {"in", "-o", "in", "--exist-ok"}, {"in/wide.png", "-o", "./in/", "--exist-ok"}}) {
    EXPECT_THAT(refusal(options), HasSubstr("in/wide.png is an input, and a result of this run would replace it"));
  }
  EXPECT_EQ(dir_.read("in/wide.png"), before);
}

TEST_F(DetectOutputsTest, MayStandBesideThePicturesWhenThatIsAskedFor) {
  copy_wide("in/wide.png");
  EXPECT_THAT(refusal({"in", "-o", "in", "--no-save", "--save-txt"}), HasSubstr("--exist-ok"));
  expect_done({"in", "-o", "in", "--no-save", "--save-txt", "--exist-ok"});
  EXPECT_TRUE(fs::exists(dir_ / "in/labels/wide.txt"));
}

TEST_F(DetectOutputsTest, WantPlacesOfTheirOwn) {
  dir_.write("a", "old");
  fs::create_symlink("a", dir_ / "link-to-a");
  fs::create_symlink("b", dir_ / "link-to-b");
  fs::create_symlink("/dev/stdout", dir_ / "link-to-stdout");
  EXPECT_THAT(refusal({wide(), "--json", "-", "--csv", "-"}), HasSubstr("--json and --csv both want standard output"));
  EXPECT_THAT(refusal({wide(), "--json", "r.json", "--coco", "./r.json"}),
              HasSubstr("--json and --coco both want r.json"));
  EXPECT_THAT(refusal({wide(), "--json", "a", "--csv", "link-to-a"}), HasSubstr("both want a (link-to-a)"));
  EXPECT_THAT(refusal({wide(), "--json", "b", "--csv", "link-to-b"}), HasSubstr("both want b (link-to-b)"));
  for (const char* standard_output : {"/dev/stdout", "/dev/fd/1", "/proc/self/fd/1", "link-to-stdout"}) {
    EXPECT_THAT(refusal({wide(), "--json", standard_output, "--csv", "-"}), HasSubstr("both want standard output"));
  }
  EXPECT_EQ(dir_.read("a"), "old");
}

TEST_F(DetectOutputsTest, KeepTheModeOfAnOldFileAndFollowALinkToIt) {
  dir_.write("far/old.csv", "old");
  fs::permissions(dir_ / "far/old.csv", fs::perms(0640));
  fs::create_symlink("far/old.csv", dir_ / "r.csv");
  expect_done({wide(), "--no-save", "--csv", "r.csv"});
  EXPECT_TRUE(fs::is_symlink(dir_ / "r.csv"));
  EXPECT_EQ(lines_of(dir_.read("far/old.csv")).size(), 2U);
  EXPECT_EQ(fs::status(dir_ / "far/old.csv").permissions(), fs::perms(0640));
}

TEST_F(DetectOutputsTest, MayBothGoNowhere) {
  expect_done({wide(), "--no-save", "--json", "/dev/null", "--csv", "/dev/null"});
}

TEST_F(DetectOutputsTest, OfTwoRunsAtOnceAreNotMixed) {
  const std::vector<std::string> run = words({wide(), tall(), wide(), tall(), "--json", "r.jsonl", "--csv", "r.csv"});
  StartedProgram first(run, dir_.path().string(), environment());
  StartedProgram second(run, dir_.path().string(), environment());
  EXPECT_EQ(first.wait().exit_code, 0);
  EXPECT_EQ(second.wait().exit_code, 0);
  const std::vector<std::string> lines = lines_of(dir_.read("r.jsonl"));
  EXPECT_EQ(lines.size(), 4U);
  for (const std::string& line : lines) EXPECT_TRUE(nlohmann::json::accept(line)) << line;
  EXPECT_EQ(lines_of(dir_.read("r.csv")).size(), 5U);
  for (const char* folder : {"runs/detect", "runs/detect2"}) {
    EXPECT_TRUE(fs::exists(dir_ / (std::string(folder) + "/wide.png"))) << folder;
  }
}

TEST_F(DetectOutputsTest, AreTheOnlyThingOnStandardOutputUnderItsOtherName) {
  const ProgramResult result = detect({wide(), "--no-save", "--json", "/dev/stdout"});
  EXPECT_TRUE(nlohmann::json::accept(result.out)) << result.out;
}

TEST_F(DetectOutputsTest, AreAddedWhereTheShellAppends) {
  dir_.write("log", "mine\n");
  const ProgramResult result = shell("\"$MILLRACE\" detect \"$MODEL\" \"$WIDE\" --no-save --json /dev/stdout >>log");
  EXPECT_EQ(result.exit_code, 0) << result.err;
  EXPECT_THAT(dir_.read("log"), ::testing::StartsWith("mine\n{\"schema\":1"));
}

TEST_F(DetectOutputsTest, DoNotReplaceTheFileOfStandardOutput) {
  const ProgramResult result = shell("\"$MILLRACE\" detect \"$MODEL\" \"$WIDE\" --no-save --json log >log");
  EXPECT_EQ(result.exit_code, 2);
  EXPECT_THAT(result.err, HasSubstr("--json log is where standard output goes"));
}

TEST_F(DetectOutputsTest, DoNotBearTheNameOfAResult) {
  for (const char* place : {"out/wide.png", "out/labels/wide.txt", "out/labels", "out", "./out/../out/wide.png",
                            "out/wide.png/r.json", "out/.millrace-files"}) {
    EXPECT_THAT(refusal({wide(), "-o", "out", "--save-txt", "--json", place}),
                AllOf(HasSubstr(std::string("--json ") + place), HasSubstr("want the same place")));
  }
  EXPECT_FALSE(fs::exists(dir_ / "out"));
}

TEST_F(DetectOutputsTest, MayStandInTheFolderOfResults) {
  expect_done({wide(), "-o", "out", "--coco", "out/r.json"});
  expect_done({wide(), "-o", "out", "--coco", "out/r.json", "--exist-ok"});
}

TEST_F(DetectOutputsTest, WantAnEmptyFolderOrANewOne) {
  fs::create_directories(dir_ / "empty");
  dir_.write("full/notes", "mine");
  expect_done({wide(), "-o", "empty"});
  expect_done({wide(), "-o", "new"});
  EXPECT_THAT(refusal({wide(), "-o", "full"}), AllOf(HasSubstr("--out full is not empty"), HasSubstr("--exist-ok")));
  EXPECT_THAT(refusal({wide(), "-o", "new"}), HasSubstr("--out new is not empty"));
  expect_done({wide(), "-o", "full", "--exist-ok"});
  EXPECT_EQ(dir_.read("full/notes"), "mine");
}

TEST_F(DetectOutputsTest, NeverTouchAFileThatIsNotTheirs) {
  dir_.write("dataset/labels/wide.txt", "truth");
  dir_.write("dataset/tall.png", "mine");
  const std::vector<std::vector<std::string>> runs = {
      {wide(), "-o", "dataset", "--save-txt", "--no-save"},
      {wide(), "-o", "dataset", "--save-txt", "--no-save", "--exist-ok"},
      {wide(), "-o", "dataset", "--save-txt", "--no-save", "--exist-ok", "--conf", "1"}};
  for (const std::vector<std::string>& run : runs) {
    EXPECT_THAT(refusal(run), HasSubstr("dataset/labels/wide.txt is there and no result of an earlier run"));
  }
  EXPECT_THAT(refusal({tall(), "-o", "dataset", "--exist-ok"}), HasSubstr("dataset/tall.png is there"));
  EXPECT_EQ(dir_.read("dataset/labels/wide.txt"), "truth");
  EXPECT_EQ(dir_.read("dataset/tall.png"), "mine");
}

TEST_F(DetectOutputsTest, ReplaceTheirOwnFilesAndRemoveAStaleLabel) {
  expect_done({wide(), "-o", "out", "--save-txt"});
  const std::string with_box = dir_.read("out/wide.png");
  expect_done({wide(), "-o", "out", "--save-txt", "--exist-ok", "--conf", "1"});
  EXPECT_NE(dir_.read("out/wide.png"), with_box);
  EXPECT_FALSE(fs::exists(dir_ / "out/labels/wide.txt"));
}

TEST_F(DetectOutputsTest, ReplaceLinksInTheirFolderAndNotWhatTheyLeadTo) {
  expect_done({wide(), tall(), "-o", "out"});
  dir_.write("mine", "mine");
  fs::remove(dir_ / "out/wide.png");
  fs::remove(dir_ / "out/tall.png");
  fs::create_symlink(dir_ / "mine", dir_ / "out/wide.png");
  fs::create_hard_link(dir_ / "mine", dir_ / "out/tall.png");
  expect_done({wide(), tall(), "-o", "out", "--exist-ok"});
  EXPECT_EQ(dir_.read("mine"), "mine");
  EXPECT_TRUE(fs::is_regular_file(fs::symlink_status(dir_ / "out/wide.png")));
}

TEST_F(DetectOutputsTest, ReplaceALinkToAnInputAndLeaveTheInput) {
  copy_wide("in/wide.png");
  copy_wide("in/wide2.png");
  const std::string before = dir_.read("in/wide.png");
  expect_done({"in", "-o", "out"});
  fs::remove(dir_ / "out/wide.png");
  fs::remove(dir_ / "out/wide2.png");
  fs::create_symlink(dir_ / "in/wide.png", dir_ / "out/wide.png");
  fs::create_hard_link(dir_ / "in/wide2.png", dir_ / "out/wide2.png");
  expect_done({"in", "-o", "out", "--exist-ok"});
  EXPECT_EQ(dir_.read("in/wide.png"), before);
  EXPECT_EQ(dir_.read("in/wide2.png"), before);
  EXPECT_NE(dir_.read("out/wide.png"), before);
  EXPECT_THAT(refusal({"out/wide.png", "-o", "out", "--exist-ok"}), HasSubstr("out/wide.png is an input"));
  fs::create_symlink("out/wide.png", dir_ / "wide.png");
  EXPECT_THAT(refusal({"wide.png", "-o", "out", "--exist-ok"}), HasSubstr("out/wide.png is an input"));
}

TEST_F(DetectOutputsTest, GoThroughNoLinkToAFolder) {
  expect_done({wide(), "-o", "out", "--save-txt"});
  dir_.write("mine/wide.txt", "truth");
  fs::remove_all(dir_ / "out/labels");
  fs::create_symlink("../mine", dir_ / "out/labels");
  for (const char* confidence : {"0.25", "1"}) {
    EXPECT_THAT(refusal({wide(), "-o", "out", "--save-txt", "--exist-ok", "--conf", confidence}),
                HasSubstr("out/labels is a link"));
  }
  EXPECT_EQ(dir_.read("mine/wide.txt"), "truth");
}

TEST_F(DetectOutputsTest, AreRefusedBeforeTheRunWhereAFileAndAFolderWouldMeet) {
  copy_wide("in/a.png");
  copy_wide("in/a.txt/a.png");
  EXPECT_THAT(refusal({"in", "-o", "out", "--save-txt"}),
              HasSubstr("labels/a.txt would be both a file and a folder of results"));
}

TEST_F(DetectOutputsTest, AreLeftInNoHalvesWhereFilesMayNotGrow) {
  dir_.write("r.json", "old");
  const ProgramResult result =
      shell("ulimit -f 2; \"$MILLRACE\" detect \"$MODEL\" \"$WIDE\" -o out --no-cache --coco r.json");
  EXPECT_EQ(result.exit_code, 1) << result.err;
  EXPECT_THAT(result.err, HasSubstr("File too large"));
  EXPECT_FALSE(fs::exists(dir_ / "out"));
}

TEST_F(DetectOutputsTest, TakeANameBelowRunsOnly) {
  for (const char* name : {".", "..", "../x", "a/", "a/../b", "/tmp/x"}) {
    EXPECT_THAT(refusal({wide(), "--name", name}), HasSubstr("is no name below runs/detect; give a folder with --out"))
        << name;
  }
}

TEST_F(DetectOutputsTest, OfEqualNamesKeepTheirFolders) {
  copy_wide("in/a/1.png");
  copy_wide("in/b/1.png");
  copy_wide("in/b/2.png");
  expect_done({"in", "-o", "out", "--save-txt"});
  for (const char* name : {"a/1.png", "b/1.png", "b/2.png", "labels/a/1.txt", "labels/b/1.txt", "labels/b/2.txt"}) {
    EXPECT_TRUE(fs::exists(dir_ / ("out/" + std::string(name)))) << name;
  }
}

TEST_F(DetectOutputsTest, LeaveNoFolderWhenThereIsNothingToPutIntoIt) {
  dir_.write("bad.png", "no picture");
  for (const std::vector<std::string>& options : std::vector<std::vector<std::string>>{{}, {"-o", "out"}}) {
    std::vector<std::string> arguments = {"bad.png"};
    arguments.insert(arguments.end(), options.begin(), options.end());
    EXPECT_THAT(detect(arguments).err, Not(HasSubstr("results in")));
  }
  EXPECT_FALSE(fs::exists(dir_ / "runs/detect"));
  EXPECT_FALSE(fs::exists(dir_ / "out"));
}

TEST_F(DetectOutputsTest, AreNamedAtTheEnd) {
  EXPECT_THAT(detect({wide(), "-o", "out", "--json", "r.jsonl", "--csv", "-"}).err,
              HasSubstr("results in out, r.jsonl\n"));
}

}  // namespace
}  // namespace millrace
