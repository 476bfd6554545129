#include "millrace/io/file_names.hpp"

#include <gtest/gtest.h>

namespace millrace {
namespace {

TEST(FileNamesTest, NumbersEqualNames) {
  FileNames names;
  EXPECT_EQ(names.next("bus", ".jpg"), "bus.jpg");
  EXPECT_EQ(names.next("bus", ".jpg"), "bus-2.jpg");
  EXPECT_EQ(names.next("bus", ".jpg"), "bus-3.jpg");
  EXPECT_EQ(names.next("bus", ".png"), "bus.png");
}

TEST(FileNamesTest, NeverGivesANameTwiceEvenWhenAPictureIsCalledLikeANumberedOne) {
  FileNames names;
  EXPECT_EQ(names.next("bus-2", ".jpg"), "bus-2.jpg");
  EXPECT_EQ(names.next("bus", ".jpg"), "bus.jpg");
  EXPECT_EQ(names.next("bus", ".jpg"), "bus-3.jpg");
  EXPECT_EQ(names.next("bus-3", ".jpg"), "bus-3-2.jpg");
}

}  // namespace
}  // namespace millrace
