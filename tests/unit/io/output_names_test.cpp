#include "millrace/io/output_names.hpp"

#include <gtest/gtest.h>

namespace millrace {
namespace {

TEST(OutputNamesTest, NumbersEqualNames) {
  OutputNames names;
  EXPECT_EQ(names.next("bus", ".jpg"), "bus.jpg");
  EXPECT_EQ(names.next("bus", ".jpg"), "bus-2.jpg");
  EXPECT_EQ(names.next("bus", ".jpg"), "bus-3.jpg");
  EXPECT_EQ(names.next("bus", ".png"), "bus.png");
}

TEST(OutputNamesTest, NeverGivesANameTwiceEvenWhenAPictureIsCalledLikeANumberedOne) {
  OutputNames names;
  EXPECT_EQ(names.next("bus-2", ".jpg"), "bus-2.jpg");
  EXPECT_EQ(names.next("bus", ".jpg"), "bus.jpg");
  EXPECT_EQ(names.next("bus", ".jpg"), "bus-3.jpg");
  EXPECT_EQ(names.next("bus-3", ".jpg"), "bus-3-2.jpg");
}

}  // namespace
}  // namespace millrace
