#include "io/path_pattern.hpp"

#include <filesystem>
#include <vector>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "fakes/temp_dir.hpp"

namespace millrace::io {
namespace {

namespace fs = std::filesystem;
using ::testing::ElementsAre;
using ::testing::IsEmpty;

void write(const TempDir& dir, const std::vector<std::string>& names) {
  for (const std::string& name : names) dir.write(name, "");
}

std::set<std::string> match(const std::string& pattern) {
  return match_path_pattern(pattern).paths;
}

TEST(PathPatternTest, MatchesWithinOneName) {
  const TempDir dir;
  write(dir, {"a1.jpg", "b1.jpg", "a/1.jpg"});
  EXPECT_THAT(match(dir / "a*.jpg"), ElementsAre(dir / "a1.jpg"));
  EXPECT_THAT(match(dir / "?1.jpg"), ElementsAre(dir / "a1.jpg", dir / "b1.jpg"));
  EXPECT_THAT(match(dir / "[!a]1.jpg"), ElementsAre(dir / "b1.jpg"));
}

TEST(PathPatternTest, TakesTwoStarsForAnyFolders) {
  const TempDir dir;
  write(dir, {"a.jpg", "sub/a.jpg", "sub/deep/a.jpg", "sub/deep/b.png"});
  EXPECT_THAT(match(dir / "**/a.jpg"), ElementsAre(dir / "a.jpg", dir / "sub/a.jpg", dir / "sub/deep/a.jpg"));
  EXPECT_THAT(match(dir / "**/deep/*"), ElementsAre(dir / "sub/deep/a.jpg", dir / "sub/deep/b.png"));
  EXPECT_THAT(match(dir / "sub/**/b.png"), ElementsAre(dir / "sub/deep/b.png"));
  EXPECT_THAT(match(dir / "s**/a.jpg"), ElementsAre(dir / "sub/a.jpg"));  // within a name: like one
}

TEST(PathPatternTest, KeepsThePathAsThePatternWritesIt) {
  const TempDir dir;
  write(dir, {"sub/a.jpg"});
  const fs::path before = fs::current_path();
  fs::current_path(dir.path());
  const auto in_folder = match("*/*.jpg");
  const auto with_dot = match("./**/*.jpg");
  fs::current_path(before);
  EXPECT_THAT(in_folder, ElementsAre("sub/a.jpg"));
  EXPECT_THAT(with_dot, ElementsAre("./sub/a.jpg"));
}

TEST(PathPatternTest, TakesANameAsItIsWrittenWhereThatIsThere) {
  const TempDir dir;
  write(dir, {"shots[2024]/a.jpg", "shots2/b.jpg"});
  EXPECT_THAT(match(dir / "shots[2024]/*.jpg"), ElementsAre(dir / "shots[2024]/a.jpg"));
  EXPECT_THAT(match(dir / "**/shots[2024]/*"), ElementsAre(dir / "shots[2024]/a.jpg"));
  fs::remove_all(dir / "shots[2024]");
  EXPECT_THAT(match(dir / "shots[2024]/*.jpg"), ElementsAre(dir / "shots2/b.jpg"));
}

TEST(PathPatternTest, TakesWhatFollowsABackslashAsItIs) {
  const TempDir dir;
  write(dir, {"a[1].jpg", "a1.jpg"});
  EXPECT_THAT(match(dir / "a\\[1].*"), ElementsAre(dir / "a[1].jpg"));
}

TEST(PathPatternTest, GoesIntoNoHiddenFolderUnlessThePatternNamesIt) {
  const TempDir dir;
  write(dir, {".thumbs/a.jpg", ".b.jpg"});
  const PathMatches found = match_path_pattern(dir / "**/*.jpg");
  EXPECT_THAT(found.paths, IsEmpty());
  EXPECT_THAT(found.hidden, ElementsAre(dir / ".b.jpg", dir / ".thumbs"));
  EXPECT_THAT(match(dir / ".thumbs/*.jpg"), ElementsAre(dir / ".thumbs/a.jpg"));
}

TEST(PathPatternTest, FollowsALinkedFolderOnlyWhereThePatternNamesIt) {
  const TempDir dir;
  write(dir, {"real/a.jpg"});
  fs::create_directory_symlink(dir.path(), dir / "real/loop");
  fs::create_directory_symlink(dir / "real", dir / "link");
  EXPECT_THAT(match(dir / "li*/*.jpg"), ElementsAre(dir / "link/a.jpg"));
  const PathMatches found = match_path_pattern(dir / "**/*.jpg");
  EXPECT_THAT(found.paths, ElementsAre(dir / "real/a.jpg"));
  EXPECT_THAT(found.linked_folders, ElementsAre(dir / "link", dir / "real/loop"));
}

TEST(PathPatternTest, MatchesOnlyFoldersWhereASlashEndsIt) {
  const TempDir dir;
  write(dir, {"day1.jpg", "day2/a.jpg"});
  EXPECT_THAT(match(dir / "day*/"), ElementsAre(dir / "day2"));
  EXPECT_THAT(match(dir / "*/"), ElementsAre(dir / "day2"));
  EXPECT_EQ(match(dir / "**/"), match(dir / "**"));
}

TEST(PathPatternTest, EndsSoonInALargeTreeOfManyStars) {
  const TempDir dir;
  write(dir, {"a/a/a/a/a/a/a/a/a/a/a/a/x.jpg"});
  EXPECT_EQ(match(dir / "**/a/**/a/**/a/**/x.jpg").size(), 1U);
}

}  // namespace
}  // namespace millrace::io
