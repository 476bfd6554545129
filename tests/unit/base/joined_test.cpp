#include "base/joined.hpp"

#include <vector>

#include <gtest/gtest.h>

namespace millrace::base {
namespace {

TEST(JoinedTest, ShowsAllUpToTheLimit) {
  EXPECT_EQ(joined(std::vector<std::string>{"a", "b"}, 2), "a, b");
  EXPECT_EQ(joined(std::vector<std::string>{}, 2), "");
}

TEST(JoinedTest, CountsTheRest) {
  EXPECT_EQ(joined(std::vector<std::string>{"a", "b", "c", "d"}, 2), "a, b, and 2 more");
}

}  // namespace
}  // namespace millrace::base
