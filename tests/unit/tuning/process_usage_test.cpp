#include "tuning/process_usage.hpp"

#include <cstdio>
#include <memory>
#include <thread>
#include <vector>

#include <gtest/gtest.h>

namespace millrace::tuning {
namespace {

TEST(ProcessUsageTest, CountsOpenFiles) {
  const std::size_t before = process_usage().files;
  const std::unique_ptr<std::FILE, int (*)(std::FILE*)> file(std::tmpfile(), std::fclose);
  EXPECT_EQ(process_usage().files, before + 1);
}

TEST(ProcessUsageTest, CountsThreads) {
  const std::size_t before = process_usage().threads;
  const std::jthread thread([](const std::stop_token& stop) {
    while (!stop.stop_requested()) std::this_thread::yield();
  });
  EXPECT_EQ(process_usage().threads, before + 1);
}

TEST(ProcessUsageTest, SeesMemoryThatIsUsed) {
  constexpr std::size_t kBytes = 64 << 20;
  const std::int64_t before = process_usage().rss_bytes;
  const std::vector<char> used(kBytes, 1);
  EXPECT_GE(process_usage().rss_bytes + used.back(), before + static_cast<std::int64_t>(kBytes / 2));
}

}  // namespace
}  // namespace millrace::tuning
