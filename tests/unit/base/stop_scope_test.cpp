#include "base/stop_scope.hpp"

#include <cerrno>
#include <stop_token>
#include <thread>

#include <fcntl.h>
#include <gtest/gtest.h>

#include "fakes/pipe.hpp"
#include "fakes/temp_dir.hpp"

namespace millrace::base {
namespace {

class StopScopeTest : public ::testing::Test {
 protected:
  TempDir dir_;
};

TEST_F(StopScopeTest, EndsTheWaitForTheReaderOfAPipe) {
  const std::string pipe = make_pipe(dir_);
  std::stop_source stop;
  const StopScope scope(stop.get_token());
  const std::jthread stopper([&stop] { stop.request_stop(); });
  EXPECT_FALSE(open_in_place(pipe).is_open());
  EXPECT_EQ(errno, ECANCELED);
}

TEST_F(StopScopeTest, LeavesAPipeToItsReader) {
  const std::string pipe = make_pipe(dir_);
  const std::jthread reader([&pipe] { const Descriptor file(::open(pipe.c_str(), O_RDONLY)); });
  const Descriptor file = open_in_place(pipe);
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
    EXPECT_FALSE(StopEvent().wait(-1, 0, 0));
    std::jthread([] { EXPECT_TRUE(StopEvent().wait(-1, 0, 0)); }).join();
  }
  EXPECT_TRUE(StopEvent().wait(-1, 0, 0));
  outer.request_stop();
  EXPECT_FALSE(StopEvent().wait(-1, 0, 0));
}

TEST_F(StopScopeTest, SaysWhyNothingCouldBeOpened) {
  EXPECT_FALSE(open_in_place(dir_ / "none").is_open());
  EXPECT_EQ(errno, ENOENT);
}

}  // namespace
}  // namespace millrace::base
