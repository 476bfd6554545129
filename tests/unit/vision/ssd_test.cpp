#include "millrace/vision/ssd.hpp"

#include <array>
#include <cstddef>
#include <vector>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "any_bytes.hpp"
#include "millrace/base/error.hpp"

namespace millrace {
namespace {

using ::testing::ElementsAre;
using ::testing::IsEmpty;

constexpr ModelInput kInput{.size = {400, 200}};

using Row = std::array<float, 7>;

std::vector<Detection> decode(const std::vector<Row>& rows, const DecodeOptions& options = {}) {
  std::vector<float> values;
  for (const Row& row : rows) values.insert(values.end(), row.begin(), row.end());
  const std::array<std::size_t, 3> shape{1, rows.size(), std::tuple_size_v<Row>};
  return decode_ssd({values.data(), shape}, kInput, options);
}

TEST(DecodeSsdTest, ScalesBoxesToTheInput) {
  EXPECT_THAT(decode({{0, 3, 0.5F, 0.25F, 0.25F, 0.5F, 0.75F}}), ElementsAre(Detection{{100, 50, 200, 150}, 0.5F, 3}));
}

TEST(DecodeSsdTest, EndsAtTheFirstNegativePicture) {
  EXPECT_THAT(decode({{-1, 0, 0, 0, 0, 0, 0}, {0, 3, 1, 0, 0, 1, 1}}), IsEmpty());
}

TEST(DecodeSsdTest, WantsAHigherScoreThanTheThreshold) {
  EXPECT_THAT(decode({{0, 3, 0.25F, 0, 0, 1, 1}}, {.confidence = 0.25F}), IsEmpty());
}

TEST(DecodeSsdTest, SkipsRowsWithoutAClass) {
  EXPECT_THAT(decode({{0, -2, 1, 0, 0, 1, 1}}), IsEmpty());
}

TEST(DecodeSsdTest, GivesOnlyFiniteCandidatesForAnyBytes) {
  std::vector<float> values = any_bytes(std::size_t{4000} * 7);
  for (std::size_t i = 0; i < values.size(); i += 7) values[i] = 0;
  const std::array<std::size_t, 3> shape{1, 4000, 7};
  expect_finite(decode_ssd({values.data(), shape}, kInput, {}), 0.25F);
}

TEST(DecodeSsdTest, RefusesOtherShapes) {
  const float value = 0;
  const std::array<std::size_t, 2> rank_two{100, 7};
  const std::array<std::size_t, 3> six_columns{1, 100, 6};
  EXPECT_THROW(decode_ssd({&value, rank_two}, kInput, {}), Error);
  EXPECT_THROW(decode_ssd({&value, six_columns}, kInput, {}), Error);
}

}  // namespace
}  // namespace millrace
