#include "base/trimmed.hpp"

#include <gtest/gtest.h>

namespace millrace::base {
namespace {

TEST(TrimmedTest, TakesBlanksOffBothEnds) {
  EXPECT_EQ(trimmed(" \ta b\t", " \t"), "a b");
  EXPECT_EQ(trimmed("a b", " \t"), "a b");
}

TEST(TrimmedTest, LeavesNothingOfBlanks) {
  EXPECT_EQ(trimmed(" \t ", " \t"), "");
  EXPECT_EQ(trimmed("", " \t"), "");
}

}  // namespace
}  // namespace millrace::base
