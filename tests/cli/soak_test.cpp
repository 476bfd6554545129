// millrace soak from outside: a second of it, and what it must refuse.

#include <chrono>
#include <string>

#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <nlohmann/json.hpp>

#include "fakes/in_time.hpp"
#include "run_program.hpp"

namespace millrace {
namespace {

using nlohmann::json;
using ::testing::HasSubstr;
using ::testing::IsEmpty;

TEST(SoakTest, EndsWithABalancedAccountInJson) {
  ProgramResult result;
  json report;
  in_time(
      [&](std::chrono::milliseconds time) {
        result = run_program({"soak", "--time", std::to_string(time.count()) + "ms", "-d", "CPU", "--json", "-"});
        EXPECT_EQ(result.exit_code, 0) << result.err;
        report = json::parse(result.out);
        return report["throughput_ratio"].is_number();
      },
      std::chrono::seconds(1));
  EXPECT_GT(report["submitted"], 0);
  EXPECT_EQ(report["submitted"].get<int>(), report["succeeded"].get<int>() + report["failed"].get<int>() +
                                                report["stopped"].get<int>() + report["dropped"].get<int>());
  EXPECT_EQ(report["mismatched"], 0);
  EXPECT_EQ(report["stalls"], 0);
  EXPECT_GT(report["throughput_ratio"], 0.0);
  EXPECT_TRUE(report["rss_growth_bytes"].is_number_integer());
  EXPECT_THAT(result.err, IsEmpty());
}

TEST(SoakTest, SaysForPeopleThatAllIsSound) {
  const ProgramResult result = run_program({"soak", "--time", "1000ms"});
  ASSERT_EQ(result.exit_code, 0) << result.err;
  EXPECT_THAT(result.out, HasSubstr("sound: every job ended once"));
}

TEST(SoakTest, RefusesATimeWithoutAMeaning) {
  const ProgramResult result = run_program({"soak", "--time", "soon"});
  EXPECT_EQ(result.exit_code, 2);
  EXPECT_THAT(result.err, HasSubstr("'soon' is not a time"));
}

TEST(SoakTest, SaysThatItsJsonCannotBeWrittenBeforeItBegins) {
  const ProgramResult result = run_program({"soak", "--device", "CPUU", "--json", "/proc/soak.json"});
  EXPECT_EQ(result.exit_code, 1);
  EXPECT_THAT(result.err, HasSubstr("/proc/soak.json"));
}

TEST(SoakTest, RefusesADeviceThatIsNotThere) {
  const ProgramResult result = run_program({"soak", "--time", "1s", "-d", "GPU.7"});
  EXPECT_EQ(result.exit_code, 3);
  EXPECT_THAT(result.err, HasSubstr("GPU.7"));
}

}  // namespace
}  // namespace millrace
