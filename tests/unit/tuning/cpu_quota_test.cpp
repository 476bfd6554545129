#include "tuning/cpu_quota.hpp"

#include <gtest/gtest.h>

#include "fakes/temp_dir.hpp"

namespace millrace::tuning {
namespace {

/// A folder that looks like the root of a system with control groups.
class CpuQuotaTest : public ::testing::Test {
 protected:
  void version_2(const std::string& group, const std::string& top = "/") const {
    root_.write("proc/self/cgroup", "0::" + group + "\n");
    root_.write("proc/self/mountinfo",
                "21 20 0:20 / /proc rw - proc proc rw\n"
                "30 23 0:26 " +
                    top + " /sys/fs/cgroup rw,nosuid shared:4 - cgroup2 cgroup2 rw,nsdelegate\n");
  }
  void version_1(const std::string& group, const std::string& top = "/") const {
    root_.write("proc/self/cgroup", "4:memory:/elsewhere\n3:cpu,cpuacct:" + group + "\n0::/\n");
    root_.write("proc/self/mountinfo", "31 30 0:27 " + top +
                                           " /sys/fs/cgroup/cpu,cpuacct rw - cgroup cgroup rw,cpu,cpuacct\n"
                                           "32 30 0:28 / /sys/fs/cgroup/memory rw - cgroup cgroup rw,memory\n");
  }
  void limit_1(const std::string& group, const std::string& quota, const std::string& period) const {
    root_.write("sys/fs/cgroup/cpu,cpuacct" + group + "/cpu.cfs_quota_us", quota + "\n");
    root_.write("sys/fs/cgroup/cpu,cpuacct" + group + "/cpu.cfs_period_us", period + "\n");
  }
  void limit_2(const std::string& group, const std::string& limit) const {
    root_.write("sys/fs/cgroup" + group + "/cpu.max", limit + "\n");
  }

  std::optional<double> quota() const { return cpu_quota(root_.path()); }

  TempDir root_;
};

TEST_F(CpuQuotaTest, IsReadFromVersion2) {
  version_2("/user/app");
  limit_2("/user/app", "150000 100000");
  EXPECT_EQ(quota(), 1.5);
}

TEST_F(CpuQuotaTest, IsTheSmallestOfTheGroupsAbove) {
  version_2("/user/app");
  limit_2("/user/app", "400000 100000");
  limit_2("/user", "50000 100000");
  EXPECT_EQ(quota(), 0.5);
}

TEST_F(CpuQuotaTest, IsAbsentWhereNoGroupHasOne) {
  version_2("/user/app");
  limit_2("/user/app", "max 100000");
  EXPECT_EQ(quota(), std::nullopt);
}

TEST_F(CpuQuotaTest, IsSeenInAContainerWhoseGroupIsTheTop) {
  version_2("/");
  limit_2("", "200000 100000");
  EXPECT_EQ(quota(), 2.0);
}

TEST_F(CpuQuotaTest, IsReadFromVersion1) {
  version_1("/user/app");
  limit_1("/user/app", "25000", "50000");
  EXPECT_EQ(quota(), 0.5);
}

TEST_F(CpuQuotaTest, IsAbsentInVersion1WhereItIsNegative) {
  version_1("/");
  limit_1("", "-1", "100000");
  EXPECT_EQ(quota(), std::nullopt);
}

TEST_F(CpuQuotaTest, IsSeenInAContainerOfVersion1ThatNamesItsGroupInTheHost) {
  version_1("/docker/1234", "/docker/1234");
  limit_1("", "300000", "100000");
  EXPECT_EQ(quota(), 3.0);
}

TEST_F(CpuQuotaTest, IsAbsentWhereNothingIsKnown) {
  EXPECT_EQ(quota(), std::nullopt);
}

}  // namespace
}  // namespace millrace::tuning
