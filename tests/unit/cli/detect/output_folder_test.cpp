#include "cli/detect/output_folder.hpp"

#include <filesystem>

#include <gtest/gtest.h>

#include "fakes/temp_dir.hpp"

namespace millrace::cli {
namespace {

TEST(OutputFolderTest, IsTheBaseWhenThatIsFree) {
  const TempDir dir;
  EXPECT_EQ(default_output_folder(dir / "runs/detect", false), dir / "runs/detect");
}

TEST(OutputFolderTest, TakesTheFirstFreeNumber) {
  const TempDir dir;
  std::filesystem::create_directories(dir / "runs/detect");
  std::filesystem::create_directories(dir / "runs/detect2");
  EXPECT_EQ(default_output_folder(dir / "runs/detect", false), dir / "runs/detect3");
}

TEST(OutputFolderTest, IsReusedWhenThatIsAskedFor) {
  const TempDir dir;
  std::filesystem::create_directories(dir / "runs/detect");
  EXPECT_EQ(default_output_folder(dir / "runs/detect", true), dir / "runs/detect");
}

TEST(OutputFolderTest, IsMadeAnewForEachRun) {
  const TempDir dir;
  const auto first = make_output_folder(dir / "runs/detect");
  const auto second = make_output_folder(dir / "runs/detect");
  EXPECT_EQ(first->path(), dir / "runs/detect");
  EXPECT_EQ(second->path(), dir / "runs/detect2");
}

TEST(OutputFolderTest, PassesOverAFileOfItsName) {
  const TempDir dir;
  dir.write("runs/detect", "mine");
  EXPECT_EQ(make_output_folder(dir / "runs/detect")->path(), dir / "runs/detect2");
}

}  // namespace
}  // namespace millrace::cli
