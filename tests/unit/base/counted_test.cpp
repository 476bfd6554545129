#include "base/counted.hpp"

#include <gtest/gtest.h>

namespace millrace::base {
namespace {

TEST(CountedTest, CountsOneOfAThingAsOne) {
  EXPECT_EQ(counted(0, "picture"), "0 pictures");
  EXPECT_EQ(counted(1, "picture"), "1 picture");
  EXPECT_EQ(counted(2, "picture"), "2 pictures");
}

TEST(CountedTest, TakesThePluralThatIsGiven) {
  EXPECT_EQ(counted(0, "box", "boxes"), "0 boxes");
  EXPECT_EQ(counted(1, "box", "boxes"), "1 box");
  EXPECT_EQ(counted(2, "hidden entry", "hidden entries"), "2 hidden entries");
}

}  // namespace
}  // namespace millrace::base
