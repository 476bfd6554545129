#include "base/number_text.hpp"

#include <gtest/gtest.h>

#include "fakes/other_locale.hpp"

namespace millrace::base {
namespace {

TEST(NumberTextTest, FollowsNoLocale) {
  const OtherLocale locale;
  EXPECT_EQ(fixed_text(25200.25, 1), "25200.2");
  EXPECT_EQ(general_text(25200.5), "25200.5");
  EXPECT_EQ(general_text(1.0625, 3), "1.06");
  EXPECT_EQ(exact_text(0.1F), "0.1");
}

}  // namespace
}  // namespace millrace::base
