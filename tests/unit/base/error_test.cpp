#include "millrace/base/error.hpp"

#include <gtest/gtest.h>

namespace millrace {
namespace {

TEST(ErrorTest, CarriesItsCodeMessageAndCause) {
  const auto cause = std::make_exception_ptr(std::runtime_error("disk full"));
  const Error error(ErrorCode::kIo, "cannot write out.json", cause);
  EXPECT_EQ(error.code(), ErrorCode::kIo);
  EXPECT_STREQ(error.what(), "cannot write out.json");
  EXPECT_EQ(describe(error.cause()), "disk full");
}

TEST(ErrorTest, DescribesWhatIsNoExceptionOfTheStandard) {
  EXPECT_EQ(describe(std::make_exception_ptr(42)), "an exception that is not a std::exception");
  EXPECT_EQ(describe(nullptr), "no error");
}

}  // namespace
}  // namespace millrace
