#include <gtest/gtest.h>

#include "millrace/io/picture_list.hpp"

namespace millrace {
namespace {

TEST(LeftOutTest, NamesTheEightMostFrequentKinds) {
  LeftOut left_out;
  for (int i = 0; i < 10; ++i) left_out.files[".k" + std::to_string(i)] = static_cast<std::size_t>(i) + 1;
  EXPECT_EQ(to_string(left_out),
            "55 other files left out: .k2 3, .k3 4, .k4 5, .k5 6, .k6 7, .k7 8, .k8 9, .k9 10, of other kinds 3");
}

}  // namespace
}  // namespace millrace
