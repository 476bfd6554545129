#include "millrace/queue/chrome_trace.hpp"

#include <fstream>
#include <optional>
#include <sstream>

#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <nlohmann/json.hpp>

#include "fakes/in_child.hpp"
#include "fakes/temp_dir.hpp"
#include "millrace/base/error.hpp"

namespace millrace {
namespace {

using nlohmann::json;
using std::chrono::milliseconds;

class ChromeTraceTest : public testing::Test {
 protected:
  static TraceRecord record(std::uint64_t job) {
    const auto now = Clock::now();
    return {.device = "CPU",
            .requests = 2,
            .job = job,
            .slot = 1,
            .submitted = now,
            .started = now + milliseconds(1),
            .finished = now + milliseconds(4),
            .released = now + milliseconds(4),
            .delivered = now + milliseconds(5),
            .ended = now + milliseconds(7)};
  }

  /// The events of the file, whose array has no end.
  json events() const {
    std::ostringstream text;
    text << std::ifstream(path()).rdbuf();
    std::string all = text.str();
    all.erase(all.find_last_of(','));
    return json::parse(all + "]");
  }

  json event(const std::string& phase, const std::string& name) const {
    for (const json& each : events()) {
      if (each["ph"] == phase && each["name"] == name) return each;
    }
    ADD_FAILURE() << "no event " << phase << ' ' << name << " in " << events();
    return {};
  }

  std::string path() const { return folder_ / "trace.json"; }

  TempDir folder_;
};

TEST_F(ChromeTraceTest, ARunIsASliceInTheLaneOfItsRequest) {
  ChromeTrace(path()).hook()(record(7));
  const json run = event("X", "job 7");
  EXPECT_EQ(run["tid"], 1);
  EXPECT_NEAR(run["dur"].get<double>(), 3000, 1e-6);
  EXPECT_EQ(run["args"]["outcome"], "succeeded");
}

TEST_F(ChromeTraceTest, AForkedChildAddsNothing) {
  std::optional<ChromeTrace> trace(path());
  std::optional<TraceHook> hook = trace->hook();
  EXPECT_TRUE(in_child([&] {
    (*hook)(record(8));
    hook.reset();
    trace.reset();
    return true;
  }));
  (*hook)(record(7));
  hook.reset();
  trace.reset();
  event("X", "job 7");
  EXPECT_EQ(events().dump().find("job 8"), std::string::npos);
}

TEST_F(ChromeTraceTest, AWaitBeginsWithTheSubmissionAndEndsWithTheStart) {
  ChromeTrace(path()).hook()(record(7));
  const double waited = event("e", "job 7 waits")["ts"].get<double>() - event("b", "job 7 waits")["ts"].get<double>();
  EXPECT_NEAR(waited, 1000, 0.01);
}

TEST_F(ChromeTraceTest, AContinuationHasARowOfItsOwn) {
  ChromeTrace(path()).hook()(record(7));
  const double took = event("e", "job 7")["ts"].get<double>() - event("b", "job 7")["ts"].get<double>();
  EXPECT_NEAR(took, 2000, 0.01);
}

TEST_F(ChromeTraceTest, AJobThatNeverStartedHasNoRun) {
  TraceRecord stopped = record(3);
  stopped.slot.reset();
  stopped.stopped = StopReason::kExpired;
  ChromeTrace(path()).hook()(stopped);
  for (const json& each : events()) EXPECT_NE(each["ph"], "X");
  EXPECT_EQ(event("b", "job 3 waits")["args"]["outcome"], "expired");
}

TEST_F(ChromeTraceTest, NamesQueuesAndRequestsOnce) {
  {
    const TraceHook hook = ChromeTrace(path()).hook("detector");
    hook(record(0));
    hook(record(1));
  }
  EXPECT_EQ(event("M", "process_name")["args"]["name"], "detector on CPU");
  int lanes = 0;
  for (const json& each : events()) lanes += each["name"] == "thread_name";
  EXPECT_EQ(lanes, 3);
}

TEST_F(ChromeTraceTest, TwoQueuesAreTwoProcesses) {
  {
    const ChromeTrace trace(path());
    trace.hook("first")(record(0));
    trace.hook("second")(record(1));
  }
  EXPECT_NE(event("X", "job 0")["pid"], event("X", "job 1")["pid"]);
}

TEST_F(ChromeTraceTest, SaysWhereItCannotWrite) {
  try {
    const ChromeTrace trace(folder_ / "nowhere/trace.json");
    ADD_FAILURE() << "wrote";
  } catch (const Error& error) {
    EXPECT_EQ(error.code(), ErrorCode::kIo);
    EXPECT_THAT(error.what(), testing::HasSubstr("nowhere/trace.json"));
  }
}

}  // namespace
}  // namespace millrace
