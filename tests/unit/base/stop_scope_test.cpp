#include "base/stop_scope.hpp"

#include <chrono>
#include <stop_token>
#include <system_error>
#include <thread>

#include <fcntl.h>
#include <gtest/gtest.h>

#include "fakes/pipe.hpp"
#include "fakes/temp_dir.hpp"

namespace millrace::base {
namespace {

using namespace std::chrono_literals;

class StopScopeTest : public ::testing::Test {
 protected:
  TempDir dir_;
};

TEST_F(StopScopeTest, EndsTheWaitForTheReaderOfAPipe) {
  const std::string pipe = make_pipe(dir_);
  std::stop_source stop;
  const StopScope scope(stop.get_token());
  const std::jthread stopper([&stop] { stop.request_stop(); });
  std::error_code error;
  EXPECT_FALSE(open_in_place(pipe, error).is_open());
  EXPECT_EQ(error, std::errc::operation_canceled);
}

TEST_F(StopScopeTest, LeavesAPipeToItsReader) {
  const std::string pipe = make_pipe(dir_);
  const std::jthread reader([&pipe] { const Descriptor file(::open(pipe.c_str(), O_RDONLY)); });
  std::error_code error;
  const Descriptor file = open_in_place(pipe, error);
  ASSERT_TRUE(file.is_open());
  EXPECT_EQ(fcntl(file.get(), F_GETFL) & O_NONBLOCK, 0) << "a full pipe is waited for";
}

TEST_F(StopScopeTest, CountsForItsThreadUntilItsEndAndThenTheOuterOneDoes) {
  std::stop_source outer;
  std::stop_source inner;
  inner.request_stop();
  const StopScope scope(outer.get_token());
  {
    const StopScope nested(inner.get_token());
    EXPECT_FALSE(StopEvent().wait_for(0ms));
    std::jthread([] { EXPECT_TRUE(StopEvent().wait_for(0ms)); }).join();
  }
  EXPECT_TRUE(StopEvent().wait_for(0ms));
  outer.request_stop();
  EXPECT_FALSE(StopEvent().wait_for(0ms));
}

TEST_F(StopScopeTest, SaysWhyNothingCouldBeOpened) {
  std::error_code error;
  EXPECT_FALSE(open_in_place(dir_ / "none", error).is_open());
  EXPECT_EQ(error, std::errc::no_such_file_or_directory);
}

}  // namespace
}  // namespace millrace::base
