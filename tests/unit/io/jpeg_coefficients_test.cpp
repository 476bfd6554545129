#include "io/jpeg_coefficients.hpp"

#include <algorithm>
#include <cstdint>

#include <gtest/gtest.h>

namespace millrace::io {
namespace {

constexpr JDIMENSION kBlocks = 3;
constexpr JDIMENSION kRows = 5;

bool all_are(JBLOCKROW row, JCOEF value) {
  return std::all_of(row[0], row[0] + kBlocks * DCTSIZE2, [value](JCOEF one) { return one == value; });
}

TEST(JpegCoefficientsTest, AreZeroWhenTheyAreReachedInMemoryThatWasUsed) {
  const PixelPool pool;
  for (int i = 0; i < 2; ++i) {
    JpegCoefficients coefficients(pool);
    const jvirt_barray_ptr component = coefficients.request(kBlocks, kRows);
    ASSERT_NE(component, nullptr);
    const JBLOCKARRAY rows = JpegCoefficients::access(component, 1, kRows - 1);
    ASSERT_NE(rows, nullptr);
    for (JDIMENSION y = 0; y < kRows - 1; ++y) {
      EXPECT_TRUE(all_are(rows[y], 0));
      EXPECT_EQ(reinterpret_cast<std::uintptr_t>(rows[y]) % 64, 0U);
      std::fill_n(rows[y][0], kBlocks * DCTSIZE2, JCOEF{7});
    }
  }
}

TEST(JpegCoefficientsTest, KeepWhatWasWritten) {
  JpegCoefficients coefficients{PixelPool()};
  const jvirt_barray_ptr components[] = {coefficients.request(kBlocks, kRows), coefficients.request(kBlocks, kRows)};
  for (const JCOEF value : {JCOEF{1}, JCOEF{2}})
    std::fill_n(JpegCoefficients::access(components[value - 1], 2, 1)[0][0], kBlocks * DCTSIZE2, value);
  for (const JCOEF value : {JCOEF{1}, JCOEF{2}}) {
    const JBLOCKARRAY rows = JpegCoefficients::access(components[value - 1], 0, kRows);
    EXPECT_TRUE(all_are(rows[2], value));
    EXPECT_TRUE(all_are(rows[1], 0));
    EXPECT_TRUE(all_are(rows[3], 0));
  }
}

TEST(JpegCoefficientsTest, AreNotThereBehindTheLastRow) {
  JpegCoefficients coefficients{PixelPool()};
  const jvirt_barray_ptr component = coefficients.request(kBlocks, kRows);
  EXPECT_EQ(JpegCoefficients::access(component, 0, kRows + 1), nullptr);
  EXPECT_EQ(JpegCoefficients::access(component, kRows, 1), nullptr);
  EXPECT_EQ(JpegCoefficients::access(component, kRows + 1, static_cast<JDIMENSION>(-1)), nullptr);
}

}  // namespace
}  // namespace millrace::io
