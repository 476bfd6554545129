#include "millrace/base/unique_function.hpp"

#include <memory>

#include <gtest/gtest.h>

namespace millrace {
namespace {

TEST(UniqueFunctionTest, HoldsWhatCannotBeCopied) {
  UniqueFunction<int(int)> add = [term = std::make_unique<int>(40)](int other) { return *term + other; };
  EXPECT_EQ(add(2), 42);
}

TEST(UniqueFunctionTest, IsEmptyUntilItIsGivenAFunctionAndAfterItIsMovedFrom) {
  UniqueFunction<void()> function;
  EXPECT_FALSE(function);
  function = [] {};
  EXPECT_TRUE(function);
  const UniqueFunction<void()> other = std::move(function);
  EXPECT_TRUE(other);
}

TEST(UniqueFunctionTest, DropsTheValueOfAFunctionWhoseResultIsNotWanted) {
  int calls = 0;
  UniqueFunction<void()> function = [&] { return ++calls; };
  function();
  EXPECT_EQ(calls, 1);
}

TEST(UniqueFunctionTest, PassesArgumentsThatCanOnlyBeMoved) {
  UniqueFunction<int(std::unique_ptr<int>)> take = [](std::unique_ptr<int> value) { return *value; };
  EXPECT_EQ(take(std::make_unique<int>(7)), 7);
}

}  // namespace
}  // namespace millrace
