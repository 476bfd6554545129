// A million tiny jobs of eight producers: none lost, none with two outcomes, none with another's result.

#include <atomic>
#include <memory>
#include <random>

#include <gtest/gtest.h>

#include "stress/stress.hpp"

namespace millrace {
namespace {

constexpr int kProducers = 8;

/// Every job, and how often it ended, how often rightly.
class Outcomes {
 public:
  explicit Outcomes(int jobs) : seen_(static_cast<std::size_t>(jobs)) {}

  void enter(const Outcome& outcome) {
    const auto [number, fails] = outcome.userdata<std::pair<int, bool>>();
    seen_[static_cast<std::size_t>(number)].fetch_add(1);
    if (fails != (outcome.error() != nullptr)) ++wrong_;
    if (outcome.ok() && !holds(outcome.result()["y"], static_cast<float>(number))) ++wrong_;
  }

  std::size_t not_once() const {
    return static_cast<std::size_t>(std::ranges::count_if(seen_, [](const auto& times) { return times != 1; }));
  }
  int wrong() const { return wrong_; }

 private:
  std::vector<std::atomic<int>> seen_;
  std::atomic<int> wrong_ = 0;
};

class JobsStressTest : public testing::TestWithParam<const char*> {
 protected:
  const std::string device_ = GetParam();
  const bool with_faults_ = !stress::is_batch(device_);  // jobs of one batch would share them
};

TEST_P(JobsStressTest, EightProducersGetEveryResultOfTheirOwnAmidFaults) {
  const auto model = with_faults_ ? small_models::relu_or_fault() : small_models::relu();
  const int jobs = stress::times(1'000'000) / kProducers * kProducers;
  Outcomes outcomes(jobs);
  InferQueue queue(stress::compiled_on(device_, model), {.requests = 4});
  stress::on_threads(kProducers, [&](int producer) {
    std::mt19937 random(static_cast<unsigned>(producer));
    for (int number = producer; number < jobs; number += kProducers) {
      const bool fails = with_faults_ && random() % 10 == 0;
      const ov::Tensor x = filled(static_cast<float>(number));
      Inputs inputs(x);
      if (with_faults_) inputs = {x, scalar(fails ? 5 : 1)};
      Job job = queue.submit(inputs, {.userdata = std::pair(number, fails)});
      if (random() % 4 == 0) {
        outcomes.enter(job.outcome());
      } else {
        job.on_done([&](const Outcome& outcome) { outcomes.enter(outcome); });
      }
    }
  });
  queue.drain();
  EXPECT_EQ(outcomes.not_once(), 0U);
  EXPECT_EQ(outcomes.wrong(), 0);
  EXPECT_EQ(queue.stats().submitted, static_cast<std::uint64_t>(jobs));
  EXPECT_TRUE(stress::balanced(queue.stats()));
}

INSTANTIATE_TEST_SUITE_P(Devices, JobsStressTest, testing::ValuesIn(stress::kDevices),
                         [](const auto& param) { return stress::name_of(param.param); });

}  // namespace
}  // namespace millrace
