#include "base/mapped_file.hpp"

#include <gtest/gtest.h>

#include "fakes/temp_dir.hpp"

namespace millrace::base {
namespace {

TEST(MappedFileTest, ShowsTheBytesOfAFile) {
  const TempDir dir;
  const MappedFile file(dir.write("file", "abc"));
  EXPECT_TRUE(file.is_open());
  EXPECT_EQ(file.bytes(), "abc");
}

TEST(MappedFileTest, ShowsNothingOfWhatIsEmptyOrNoFile) {
  const TempDir dir;
  EXPECT_TRUE(MappedFile(dir.write("empty", "")).is_open());
  EXPECT_EQ(MappedFile(dir / "empty").bytes(), "");
  for (const std::string& other : {dir.path().string(), std::string("/dev/zero"), dir / "none"}) {
    EXPECT_FALSE(MappedFile(other).is_open()) << other;
    EXPECT_EQ(MappedFile(other).bytes(), "") << other;
  }
}

}  // namespace
}  // namespace millrace::base
