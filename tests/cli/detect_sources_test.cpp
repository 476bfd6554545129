// What the sources of `millrace detect` stand for, and that nothing of it is passed over in silence.

#include <filesystem>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "detect_fixture.hpp"
#include "golden.hpp"
#include "unit/io/sample_pictures.hpp"

namespace millrace {
namespace {

namespace fs = std::filesystem;
using ::testing::HasSubstr;

class DetectSourcesTest : public DetectTest {
 protected:
  void put(const std::string& name) const {
    fs::create_directories(fs::path(dir_ / name).parent_path());
    fs::copy_file(wide(), dir_ / name);
  }
};

TEST_F(DetectSourcesTest, ReadsThePicturesOfAllFoldersOfAPattern) {
  for (const char* const name : {"tree/top.png", "tree/d1/a.png", "tree/d1/deep/b.png", "tree/d1/deep/er/c.png"})
    put(name);
  expect_golden("all_folders_of_a_pattern", detect({"tree/**/*.png", "--no-save"}));
}

TEST_F(DetectSourcesTest, ReadsAJpegOfAnyNameAndAnnotatesItAsJpg) {
  for (const char* const name : {"in/a.jfif", "in/b.JPE", "in/c.mpo"}) put(name);
  const ProgramResult result = detect({"in", "-o", "out"});
  expect_golden("jpegs_of_any_name", result);
  for (const char* const name : {"out/a.jpg", "out/b.jpg", "out/c.jpg"}) EXPECT_TRUE(fs::exists(dir_ / name)) << name;
}

TEST_F(DetectSourcesTest, CountsWhatAFolderAndAPatternLeaveOut) {
  for (const char* const name :
       {"in/a.png", "in/b.gif", "in/c.txt", "in/d.TXT", "in/e/f.txt", "in/e/g.txt", "in/.h.png"}) {
    put(name);
  }
  fs::create_directory_symlink("..", dir_ / "in/e/above");
  expect_golden("left_out_of_a_folder", detect({"in", "--no-save"}));
  expect_golden("left_out_of_a_pattern", detect({"i*", "--no-save"}));
}

TEST_F(DetectSourcesTest, NamesAFolderThatMayNotBeReadUnderAPattern) {
  put("in/a/b.png");
  put("in/shut/c.png");
  fs::permissions(dir_ / "in/shut", fs::perms::none);
  const ProgramResult result = detect_without_root("'in/*/*.png' --no-save");
  fs::permissions(dir_ / "in/shut", fs::perms::owner_all);
  if (result.exit_code >= 126) GTEST_SKIP() << "another user cannot run the program: " << result.err;
  expect_golden("folder_that_may_not_be_read", result);
}

TEST_F(DetectSourcesTest, CountsWhatIsLeftOutWhereNoPictureIs) {
  put("in/a.gif");
  expect_golden("left_out_without_pictures", detect({"in"}));
}

TEST_F(DetectSourcesTest, FindsAFolderWithBracketsInsideAPattern) {
  put("shots[2024]/a.png");
  expect_golden("brackets_in_a_pattern", detect({"shots[2024]/*.png", "gone[2024]/*.png", "--no-save"}));
}

TEST_F(DetectSourcesTest, LosesOnlyThePictureWhosePathIsTooLong) {
  dir_.write("list.txt", std::string(5000, 'x') + ".jpg\n" + wide() + "\n");
  put("a.png");
  const ProgramResult result = detect({"list.txt", std::string(300, 'y') + ".jpg", "a.png", "--no-save"});
  EXPECT_EQ(result.exit_code, 1);
  EXPECT_EQ(lines_of(result.out).size(), 2U);
  EXPECT_TRUE(any_line_has(result.err, {"xxx.jpg' (5004 bytes): cannot be read: File name too long; "})) << result.err;
  EXPECT_TRUE(any_line_has(result.err, {"yyy.jpg': cannot be read: File name too long; "})) << result.err;
}

TEST_F(DetectSourcesTest, LosesOnlyTheResultsOfAPictureThatCannotBeWritten) {
  const std::string stem(251, 'n');
  for (const std::string& name : {"in/" + stem + ".png", "in/" + stem + ".jpg", std::string("in/z.png")}) put(name);
  dir_.write("in/wide.dat", encode(".png", plain(70000, 1, {0, 0, 0})));
  const ProgramResult result = detect({"in", "in/wide.dat", "-o", "out", "--save-txt", "--json", "r.jsonl"});
  EXPECT_EQ(result.exit_code, 1);
  EXPECT_EQ(lines_of(dir_.read("r.jsonl")).size(), 4U);
  EXPECT_TRUE(any_line_has(result.err, {stem + ".jpg: a result is not written: ", "the name is too long (259 bytes"}))
      << result.err;
  EXPECT_TRUE(
      any_line_has(result.err, {"in/wide.dat: a result is not written: ", "70000x1 cannot be written as .jpg"}));
  EXPECT_THAT(result.err, HasSubstr("; 3 results not written"));
  for (const std::string& name : {"out/" + stem + ".png", "out/" + stem + ".jpg", std::string("out/labels/z.txt")}) {
    EXPECT_TRUE(fs::exists(dir_ / name)) << name;
  }
}

TEST_F(DetectSourcesTest, SaysWhichSourcesAreNotReadYet) {
  dir_.write("list.txt", "other.txt\n");
  dir_.write("other.txt", "a.png\n");
  dir_.write("clip.mp4", "");
  dir_.write("cameras.streams", "");
  expect_golden("sources_not_read_yet",
                detect({"0", "rtsp://camera/1", "rtsp:camera", "https://example.org/a.jpg", "https:a.jpg", "clip.mp4",
                        "cameras.streams", "list.txt", "--no-save"}));
}

TEST_F(DetectSourcesTest, SaysWhatBenchLeavesOutToo) {
  dir_.write("in/a.txt", "");
  const ProgramResult result = shell("\"$MILLRACE\" bench \"$MODEL\" in");
  EXPECT_EQ(result.exit_code, 4);
  EXPECT_THAT(result.err, HasSubstr("millrace bench: 1 other file left out: .txt 1\n"));
}

}  // namespace
}  // namespace millrace
