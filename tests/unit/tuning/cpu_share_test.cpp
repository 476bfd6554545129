#include "tuning/cpu_share.hpp"

#include <thread>

#include <gtest/gtest.h>
#include <sched.h>

namespace millrace::tuning {
namespace {

TEST(CpuShareTest, FollowsTheAffinityOfTheThread) {
  cpu_set_t before;
  ASSERT_EQ(sched_getaffinity(0, sizeof before, &before), 0);
  EXPECT_EQ(cpu_share().allowed, static_cast<unsigned>(CPU_COUNT(&before)));
  const std::jthread pinned([&before] {
    cpu_set_t one;
    CPU_ZERO(&one);
    for (std::size_t cpu = 0; CPU_COUNT(&one) == 0; ++cpu) {
      if (CPU_ISSET(cpu, &before)) CPU_SET(cpu, &one);
    }
    ASSERT_EQ(sched_setaffinity(0, sizeof one, &one), 0);
    EXPECT_EQ(cpu_share().allowed, 1U);
  });
}

TEST(CpuShareTest, IsTheSmallerOneOfAffinityAndQuota) {
  EXPECT_EQ((CpuShare{.present = 8, .allowed = 4}.usable()), 4);
  EXPECT_EQ((CpuShare{.present = 8, .allowed = 4, .quota = 1.5}.usable()), 1.5);
  EXPECT_EQ((CpuShare{.present = 8, .allowed = 1, .quota = 1.5}.usable()), 1);
}

}  // namespace
}  // namespace millrace::tuning
