#pragma once

#include <string>

#include <gtest/gtest.h>

#include "millrace/base/error.hpp"

namespace millrace {

/// The message of the Error of this kind that `call` throws. Anything else fails the test.
template <typename Call>
std::string error_message(ErrorCode code, Call call) {
  try {
    call();
  } catch (const Error& error) {
    EXPECT_EQ(error.code(), code) << error.what();
    return error.what();
  }
  ADD_FAILURE() << "nothing was thrown";
  return {};
}

}  // namespace millrace
