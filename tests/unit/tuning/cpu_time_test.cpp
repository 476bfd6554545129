#include "millrace/tuning/cpu_time.hpp"

#include <thread>

#include <gtest/gtest.h>

namespace millrace {
namespace {

/// Keeps the calling thread computing until the process has used some more CPU time.
void use_cpu(Milliseconds amount) {
  const Milliseconds end = process_cpu_time() + amount;
  while (process_cpu_time() < end) {
  }
}

TEST(CpuTimeTest, GrowsWithWhatThisThreadComputes) {
  const Milliseconds before = process_cpu_time();
  use_cpu(Milliseconds(2));
  EXPECT_GE(process_cpu_time() - before, Milliseconds(2));
}

TEST(CpuTimeTest, CountsOtherThreads) {
  const Milliseconds before = process_cpu_time();
  std::jthread(use_cpu, Milliseconds(2)).join();
  EXPECT_GE(process_cpu_time() - before, Milliseconds(2));
}

TEST(CpuTimeTest, FindsAtLeastOneCore) {
  EXPECT_GE(usable_cores(), 1U);
}

}  // namespace
}  // namespace millrace
