#include "millrace/io/result_folder.hpp"

#include <filesystem>

#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <sys/stat.h>

#include "fakes/error_message.hpp"
#include "fakes/temp_dir.hpp"
#include "millrace/base/error.hpp"

namespace millrace {
namespace {

namespace fs = std::filesystem;
using ::testing::AllOf;
using ::testing::HasSubstr;

/// What put() says about a name that it refuses.
std::string refusal_of(ResultFolder& folder, const std::string& name) {
  return error_message(ErrorCode::kIo, [&] { folder.put(name, "new"); });
}

TEST(ResultFolderTest, PutsFilesIntoItAndIntoFoldersBelow) {
  const TempDir dir;
  ResultFolder folder(dir / "runs/out");
  folder.create();
  folder.put("a.txt", "one");
  folder.put("labels/deep/b.txt", "two");
  EXPECT_EQ(dir.read("runs/out/a.txt"), "one");
  EXPECT_EQ(dir.read("runs/out/labels/deep/b.txt"), "two");
}

TEST(ResultFolderTest, SaysThatANameIsLongerThanTheSystemTakesAndTakesAllOthers) {
  const TempDir dir;
  ResultFolder folder(dir / "out");
  folder.put(std::string(255, 'a'), "one");
  for (const std::string& name : {std::string(256, 'a'), std::string(256, 'a') + "/b.txt", [] {
                                    std::string deep;
                                    for (int i = 0; i < 2050; ++i) deep += "a/";
                                    return deep + "b.txt";
                                  }()}) {
    EXPECT_THAT(error_message(ErrorCode::kInvalidInput, [&] { folder.put(name, "new"); }),
                HasSubstr("the name is too long"));
  }
  folder.put("b.txt", "two");
  EXPECT_EQ(dir.read("out/b.txt"), "two");
}

TEST(ResultFolderTest, ReplacesItsOwnFilesInALaterRun) {
  const TempDir dir;
  ResultFolder(dir / "out").put("a.txt", "one");
  ResultFolder folder(dir / "out");
  folder.put("a.txt", "two");
  folder.put("a.txt", "three");
  EXPECT_EQ(dir.read("out/a.txt"), "three");
}

TEST(ResultFolderTest, LeavesEverythingElseAsItIs) {
  const TempDir dir;
  dir.write("out/mine.txt", "mine");
  fs::create_symlink("nowhere", dir / "out/link.txt");
  fs::create_directories(dir / "out/folder.txt");
  ResultFolder folder(dir / "out");
  EXPECT_THAT(
      refusal_of(folder, "mine.txt"),
      AllOf(HasSubstr("out/mine.txt: is there, and was no result when this run began"), HasSubstr("move it away")));
  refusal_of(folder, "link.txt");
  refusal_of(folder, "folder.txt");
  folder.remove("mine.txt");
  EXPECT_EQ(dir.read("out/mine.txt"), "mine");
  EXPECT_TRUE(fs::is_symlink(dir / "out/link.txt"));
}

TEST(ResultFolderTest, LeavesWhatCameInBetweenAsItIs) {
  const TempDir dir;
  ResultFolder folder(dir / "out");
  ResultFolder(dir / "out").put("a.txt", "of another run");
  refusal_of(folder, "a.txt");
  EXPECT_EQ(dir.read("out/a.txt"), "of another run");
}

TEST(ResultFolderTest, RemovesItsOwnFileAndForgetsIt) {
  const TempDir dir;
  ResultFolder(dir / "out").put("a.txt", "one");
  ResultFolder(dir / "out").remove("a.txt");
  EXPECT_FALSE(fs::exists(dir / "out/a.txt"));
  dir.write("out/a.txt", "mine");
  ResultFolder folder(dir / "out");
  refusal_of(folder, "a.txt");
}

TEST(ResultFolderTest, ForgetsFilesThatAreGone) {
  const TempDir dir;
  ResultFolder(dir / "out").put("a.txt", "one");
  fs::remove(dir / "out/a.txt");
  ResultFolder(dir / "out").put("b.txt", "two");
  EXPECT_FALSE(ResultFolder(dir / "out").has("a.txt"));
}

TEST(ResultFolderTest, ReplacesALinkAndNotWhatItLeadsTo) {
  const TempDir dir;
  dir.write("mine.txt", "mine");
  ResultFolder first(dir / "out");
  first.put("soft.txt", "one");
  first.put("hard.txt", "one");
  fs::remove(dir / "out/soft.txt");
  fs::remove(dir / "out/hard.txt");
  fs::create_symlink(dir / "mine.txt", dir / "out/soft.txt");
  fs::create_hard_link(dir / "mine.txt", dir / "out/hard.txt");
  ResultFolder second(dir / "out");
  second.put("soft.txt", "two");
  second.put("hard.txt", "two");
  EXPECT_EQ(dir.read("mine.txt"), "mine");
  EXPECT_EQ(dir.read("out/soft.txt"), "two");
  EXPECT_EQ(dir.read("out/hard.txt"), "two");
}

TEST(ResultFolderTest, GoesThroughNoLinkToAFolder) {
  const TempDir dir;
  ResultFolder(dir / "out").put("labels/a.txt", "one");
  dir.write("mine/a.txt", "mine");
  fs::remove_all(dir / "out/labels");
  fs::create_symlink(dir / "mine", dir / "out/labels");
  ResultFolder folder(dir / "out");
  EXPECT_THAT(refusal_of(folder, "labels/a.txt"), HasSubstr("out/labels: is a link"));
  EXPECT_THAT(refusal_of(folder, "labels/deep/b.txt"), HasSubstr("out/labels: is a link"));
  EXPECT_THROW(folder.remove("labels/a.txt"), Error);
  EXPECT_EQ(dir.read("mine/a.txt"), "mine");
}

TEST(ResultFolderTest, RefusesAFolderWhereSomethingElseHasTheNameOfItsList) {
  const TempDir dir;
  dir.write("theirs", "a.txt\n");
  fs::create_directories(dir / "linked");
  fs::create_symlink(dir / "theirs", dir / "linked/.millrace-files");
  EXPECT_THROW(ResultFolder(dir / "linked"), Error);
  fs::create_directories(dir / "folder/.millrace-files");
  EXPECT_THROW(ResultFolder(dir / "folder"), Error);
  fs::create_directories(dir / "pipe");
  ASSERT_EQ(mkfifo((dir / "pipe/.millrace-files").c_str(), 0600), 0);
  EXPECT_THROW(ResultFolder(dir / "pipe"), Error);
}

TEST(ResultFolderTest, KnowsEveryNameAgain) {
  const TempDir dir;
  const std::vector<std::string> names = {"a b.txt", "new\nline.txt", "#1.txt", "100%0A.txt", "%-a.txt", "\xFF.txt"};
  ResultFolder first(dir / "out");
  for (const std::string& name : names) first.put(name, "one");
  const ResultFolder second(dir / "out");
  for (const std::string& name : names) EXPECT_TRUE(second.has(name)) << name;
}

TEST(ResultFolderTest, PassesOverALineThatWasNotCompleted) {
  const TempDir dir;
  dir.write("out/.millrace-files", "# remark\na.txt\nmine");
  const ResultFolder folder(dir / "out");
  EXPECT_TRUE(folder.has("a.txt"));
  EXPECT_FALSE(folder.has("mine"));
}

TEST(ResultFolderTest, IsGoneAgainWhenNothingWasPutIntoIt) {
  const TempDir dir;
  {
    ResultFolder(dir / "new").create();
  }
  EXPECT_FALSE(fs::exists(dir / "new"));
  fs::create_directories(dir / "mine");
  {
    ResultFolder(dir / "mine").create();
  }
  EXPECT_TRUE(fs::exists(dir / "mine"));
}

TEST(ResultFolderTest, IsNewForOneOfTwo) {
  const TempDir dir;
  ResultFolder first(dir / "out");
  ResultFolder second(dir / "out");
  EXPECT_TRUE(first.create_new());
  EXPECT_FALSE(second.create_new());
}

}  // namespace
}  // namespace millrace
