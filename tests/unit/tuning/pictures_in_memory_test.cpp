#include "tuning/pictures_in_memory.hpp"

#include <stop_token>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "fakes/temp_dir.hpp"
#include "millrace/io/picture_writer.hpp"

namespace millrace::tuning {
namespace {

using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::IsEmpty;
using ::testing::SizeIs;

class PicturesInMemoryTest : public ::testing::Test {
 protected:
  std::string picture(const std::string& name) {
    write_picture(dir_ / name, Image({10, 10}).view());
    return dir_ / name;
  }

  TempDir dir_;
};

TEST_F(PicturesInMemoryTest, AreDecodedInOrder) {
  const std::vector<std::string> paths = {picture("b.png"), picture("a.png")};
  const PicturesInMemory loaded = load_pictures(paths);
  EXPECT_EQ(loaded.paths, paths);
  ASSERT_THAT(loaded.pictures, SizeIs(2));
  EXPECT_EQ(loaded.pictures[0].size(), (Size{10, 10}));
  EXPECT_EQ(loaded.left_out, 0U);
}

TEST_F(PicturesInMemoryTest, AreNoMoreThanTheLimit) {
  const std::vector<std::string> paths = {picture("a.png"), picture("b.png"), picture("c.png")};
  const PicturesInMemory loaded = load_pictures(paths, {.pictures = 2});
  EXPECT_THAT(loaded.pictures, SizeIs(2));
  EXPECT_EQ(loaded.left_out, 1U);
}

TEST_F(PicturesInMemoryTest, EndWhereTheirPixelsReachTheLimit) {
  const std::vector<std::string> paths = {picture("a.png"), picture("b.png"), picture("c.png")};
  EXPECT_THAT(load_pictures(paths, {.bytes = 600}).pictures, SizeIs(2));
  EXPECT_THAT(load_pictures(paths, {.bytes = 1}).pictures, SizeIs(1));
}

TEST_F(PicturesInMemoryTest, LeaveOutWhatCannotBeReadAndSayWhy) {
  const std::string broken = dir_.write("broken.jpg", "no picture");
  const std::string good = picture("good.png");
  const PicturesInMemory loaded = load_pictures(std::vector{broken, good});
  EXPECT_THAT(loaded.paths, ElementsAre(good));
  EXPECT_THAT(loaded.problems, ElementsAre(HasSubstr("broken.jpg: ")));
}

TEST_F(PicturesInMemoryTest, OfNothingAreNothing) {
  EXPECT_THAT(load_pictures({}).pictures, IsEmpty());
}

TEST_F(PicturesInMemoryTest, EndAtAStop) {
  std::stop_source stop;
  stop.request_stop();
  const PicturesInMemory loaded = load_pictures(std::vector{picture("a.png"), picture("b.png")}, {}, stop.get_token());
  EXPECT_THAT(loaded.pictures, IsEmpty());
  EXPECT_THAT(loaded.problems, IsEmpty());
  EXPECT_EQ(loaded.left_out, 2U);
}

}  // namespace
}  // namespace millrace::tuning
