#include "cli/output_folder.hpp"

#include <filesystem>

#include <gtest/gtest.h>

#include "fakes/temp_dir.hpp"

namespace millrace::cli {
namespace {

TEST(OutputFolderTest, IsTheBaseWhenThatIsFree) {
  const TempDir dir;
  EXPECT_EQ(default_output_folder(dir / "runs/detect", false), std::filesystem::path(dir / "runs/detect"));
}

TEST(OutputFolderTest, TakesTheFirstFreeNumber) {
  const TempDir dir;
  std::filesystem::create_directories(dir / "runs/detect");
  std::filesystem::create_directories(dir / "runs/detect2");
  EXPECT_EQ(default_output_folder(dir / "runs/detect", false), std::filesystem::path(dir / "runs/detect3"));
}

TEST(OutputFolderTest, IsReusedWhenThatIsAskedFor) {
  const TempDir dir;
  std::filesystem::create_directories(dir / "runs/detect");
  EXPECT_EQ(default_output_folder(dir / "runs/detect", true), std::filesystem::path(dir / "runs/detect"));
}

}  // namespace
}  // namespace millrace::cli
