#include "millrace/queue/inputs.hpp"

#include <cstddef>
#include <map>
#include <string>
#include <variant>
#include <vector>

#include <gtest/gtest.h>

#include "millrace/base/error.hpp"
#include "synthetic/small_tensors.hpp"

namespace millrace {
namespace {

/// The index that the only key means.
std::size_t index_of(const Inputs& inputs) {
  return std::get<std::size_t>(inputs.items().at(0).key.value());
}

TEST(InputsTest, DefaultConstructedAreNone) {
  EXPECT_TRUE(Inputs().items().empty());
  const Inputs empty_braces = {};
  EXPECT_TRUE(empty_braces.items().empty());
}

TEST(InputsTest, OfAListOfTensorsHaveNoKeys) {
  const Inputs inputs = std::vector<ov::Tensor>{filled(1), filled(2)};
  ASSERT_EQ(inputs.items().size(), 2U);
  for (const InputItem& item : inputs.items()) EXPECT_FALSE(item.keyed);
}

TEST(InputsTest, OfAMapHaveItsNames) {
  const Inputs inputs = std::map<std::string, ov::Tensor>{{"a", filled(1)}};
  ASSERT_EQ(inputs.items().size(), 1U);
  EXPECT_EQ(std::get<std::string>(inputs.items()[0].key.value()), "a");
}

TEST(InputKeyTest, TakesEveryIntegerThatIsNotNegative) {
  EXPECT_EQ(index_of({{3, filled(1)}}), 3U);
  EXPECT_EQ(index_of({{3LL, filled(1)}}), 3U);
  EXPECT_EQ(index_of({{static_cast<unsigned char>(3), filled(1)}}), 3U);
  EXPECT_THROW(index_of({{-1, filled(1)}}), Error);
  EXPECT_THROW(index_of({{static_cast<short>(-1), filled(1)}}), Error);
}

}  // namespace
}  // namespace millrace
