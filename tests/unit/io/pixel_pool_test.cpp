#include "io/pixel_pool.hpp"

#include <memory>
#include <optional>

#include <gtest/gtest.h>

namespace millrace::io {
namespace {

TEST(PixelPoolTest, GivesTheSameMemoryAgainOnceItIsFree) {
  PixelPool pool;
  std::shared_ptr<std::uint8_t[]> first = pool.take(100'000);
  const std::uint8_t* const memory = first.get();
  first.reset();
  EXPECT_EQ(pool.take(70'000).get(), memory);
}

TEST(PixelPoolTest, GivesMoreWhereWhatItHasIsTooLittle) {
  PixelPool pool;
  pool.take(1000).reset();
  const auto large = pool.take(50'000);
  large[49'999] = 7;
  EXPECT_EQ(large[49'999], 7);
}

TEST(PixelPoolTest, LeavesItsMemoryToWhoeverStillHasSome) {
  std::optional<PixelPool> pool(std::in_place);
  const auto pixels = pool->take(3000);
  pool.reset();
  pixels[2999] = 7;
  EXPECT_EQ(pixels[2999], 7);
}

}  // namespace
}  // namespace millrace::io
