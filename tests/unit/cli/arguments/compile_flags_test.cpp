#include "cli/arguments/compile_flags.hpp"

#include <string>

#include <CLI/CLI.hpp>
#include <gtest/gtest.h>

#include "millrace/base/error.hpp"

namespace millrace::cli {
namespace {

const char* home_only(const char* name) {
  return std::string(name) == "HOME" ? "/users/ada" : nullptr;
}

CompileOptions parse_flags(const std::string& line) {
  CLI::App app;
  CompileFlags flags;
  add_compile_flags(app, flags);
  app.parse(line);
  return compile_options_of(flags, home_only);
}

TEST(CompileFlagsTest, AskForThroughputOnTheCpuWhenNothingIsSaid) {
  const CompileOptions options = parse_flags("");
  EXPECT_EQ(options.device, "CPU");
  EXPECT_EQ(options.hint, PerformanceHint::kThroughput);
  EXPECT_EQ(options.precision, Precision::kAuto);
  EXPECT_EQ(options.streams, std::nullopt);
}

TEST(CompileFlagsTest, ReachTheOptions) {
  const CompileOptions options = parse_flags(
      "-d AUTO --hint latency --precision f32 --streams 2 --threads 3 --hint-requests 4 --cache-dir /tmp/c");
  EXPECT_EQ(options.device, "AUTO");
  EXPECT_EQ(options.hint, PerformanceHint::kLatency);
  EXPECT_EQ(options.precision, Precision::kF32);
  EXPECT_EQ(options.streams, 2);
  EXPECT_EQ(options.threads, 3);
  EXPECT_EQ(options.hint_requests, 4U);
  EXPECT_EQ(options.cache_dir, "/tmp/c");
}

TEST(CompileFlagsTest, TakeADeviceInSmallLetters) {
  EXPECT_EQ(parse_flags("-d auto:gpu.0,-cpu").device, "AUTO:GPU.0,-CPU");
}

TEST(CompileFlagsTest, RefuseAnUnknownHint) {
  EXPECT_THROW(parse_flags("--hint fast"), Error);
}

TEST(CompileFlagsTest, KeepCompiledModelsInTheUsersCacheUnlessToldNotTo) {
  EXPECT_EQ(parse_flags("").cache_dir, "/users/ada/.cache/millrace");
  EXPECT_EQ(parse_flags("--no-cache").cache_dir, "");
}

TEST(PrecisionRemarkTest, SaysThatAnotherPrecisionRunsThanWasAskedFor) {
  EXPECT_EQ(precision_remark(Precision::kBf16, "f32"),
            "--precision bf16 was asked for, but this device runs the model in f32");
  EXPECT_EQ(precision_remark(Precision::kBf16, "bf16"), "");
  EXPECT_EQ(precision_remark(Precision::kAuto, "f32"), "");
}

TEST(DefaultCacheDirTest, FollowsXdgAndIgnoresARelativePath) {
  const auto with_xdg = [](const char* value) {
    return [value](const char* name) { return std::string(name) == "XDG_CACHE_HOME" ? value : home_only(name); };
  };
  EXPECT_EQ(default_cache_dir(with_xdg("/var/cache/ada")), "/var/cache/ada/millrace");
  EXPECT_EQ(default_cache_dir(with_xdg("cache")), "/users/ada/.cache/millrace");
  EXPECT_EQ(default_cache_dir([](const char*) -> const char* { return nullptr; }), "");
}

}  // namespace
}  // namespace millrace::cli
