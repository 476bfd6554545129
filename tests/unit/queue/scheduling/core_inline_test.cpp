#include <thread>

#include "unit/queue/scheduling/core_fixture.hpp"

namespace millrace::scheduling {
namespace {

/// A backend that completes inside start(), as OpenVINO does with num_streams(0).
class CoreInlineTest : public CoreFixture {
 protected:
  /// Submits `left` more jobs, each from the continuation of the one before; notes where the stack was.
  void chain(int left, std::vector<const char*>& stack) {
    core_->submit(job_then([this, left, &stack](FakeJob&) {
      const char here = 0;
      stack.push_back(&here);
      if (left > 1) chain(left - 1, stack);
    }));
  }
};

TEST_F(CoreInlineTest, AJobIsDoneWhenSubmitReturns) {
  make(1, Completes::kInline);
  EXPECT_TRUE(submit(2)->done());
}

TEST_F(CoreInlineTest, SubmittingFromContinuationsDoesNotDeepenTheStack) {
  for (const std::size_t slots : {1U, 2U, 4U}) {
    make(slots, Completes::kInline);
    std::vector<const char*> stack;
    chain(2'000, stack);
    ASSERT_EQ(stack.size(), 2'000U);
    const auto [low, high] = std::minmax_element(stack.begin(), stack.end());
    EXPECT_LT(*high - *low, 16 * 1024);
    EXPECT_EQ(backend_->violations(), 0U);
  }
}

TEST_F(CoreInlineTest, TwoQueuesInARingDoNotDeepenTheStack) {
  make(1, Completes::kInline);
  const auto other = Core::create(std::make_unique<FakeBackend>(1, Completes::kInline), {});
  int hops = 0;
  std::function<void()> hop = [&] {
    if (++hops == 2'000) return;
    (hops % 2 == 0 ? core_ : other)->submit(job_then([&](FakeJob&) { hop(); }));
  };
  hop();
  EXPECT_EQ(hops, 2'000);
}

TEST_F(CoreInlineTest, ALargeBacklogIsWorkedOffByTheThreadThatRuns) {
  make(1, Completes::kInline, {.backlog = 10'000});
  std::vector<std::shared_ptr<FakeJob>> jobs;
  core_->submit(job_then([&](FakeJob&) {
    for (int i = 0; i < 10'000; ++i) jobs.push_back(submit(i));
  }));
  for (const auto& each : jobs) ASSERT_TRUE(each->done());
}

TEST_F(CoreInlineTest, ProducersOnSeveralThreadsEachGetTheirOwnResult) {
  make(2, Completes::kInline, {.backlog = 2});
  std::atomic<int> right = 0;
  std::vector<std::jthread> producers;
  for (int p = 0; p < 4; ++p) {
    producers.emplace_back([&, p] {
      for (int i = 0; i < 500; ++i) {
        const auto mine = submit(1'000 * p + i);
        mine->wait();
        if (mine->output == 2 * mine->input) ++right;
      }
    });
  }
  producers.clear();
  EXPECT_EQ(right, 4 * 500);
}

}  // namespace
}  // namespace millrace::scheduling
