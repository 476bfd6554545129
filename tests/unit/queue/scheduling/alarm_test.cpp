#include "queue/scheduling/alarm.hpp"

#include <future>
#include <thread>

#include <gtest/gtest.h>

namespace millrace::scheduling {
namespace {

using std::chrono::milliseconds;

struct Sleeper final : Alarm::Client {
  void ring() noexcept override { rung.set_value(Clock::now()); }
  std::promise<Clock::time_point> rung;
};

TEST(AlarmTest, RingsWhenTheTimeHasCome) {
  const auto sleeper = std::make_shared<Sleeper>();
  Alarm::Bell bell(sleeper);
  const auto time = Clock::now() + milliseconds(5);
  bell.ring_at(time);
  EXPECT_GE(sleeper->rung.get_future().get(), time);
}

TEST(AlarmTest, AnEarlierTimeReplacesALaterOne) {
  const auto sleeper = std::make_shared<Sleeper>();
  Alarm::Bell bell(sleeper);
  bell.ring_at(Clock::now() + std::chrono::hours(1));
  bell.ring_at(Clock::now() + milliseconds(1));
  sleeper->rung.get_future().get();
}

TEST(AlarmTest, ServesSeveralClients) {
  const auto first = std::make_shared<Sleeper>();
  const auto second = std::make_shared<Sleeper>();
  Alarm::Bell later(first);
  Alarm::Bell sooner(second);
  later.ring_at(Clock::now() + milliseconds(10));
  sooner.ring_at(Clock::now() + milliseconds(1));
  EXPECT_LT(second->rung.get_future().get(), first->rung.get_future().get());
}

TEST(AlarmTest, ABellThatHasGoneDoesNotRing) {
  const auto sleeper = std::make_shared<Sleeper>();
  {
    Alarm::Bell bell(sleeper);
    bell.ring_at(Clock::now() + milliseconds(5));
  }
  EXPECT_EQ(sleeper->rung.get_future().wait_for(milliseconds(20)), std::future_status::timeout);
}

TEST(AlarmTest, AClientThatHasGoneIsLeftOut) {
  auto gone = std::make_shared<Sleeper>();
  const auto there = std::make_shared<Sleeper>();
  Alarm::Bell first(gone);
  Alarm::Bell second(there);
  gone.reset();
  first.ring_at(Clock::now());
  second.ring_at(Clock::now());
  there->rung.get_future().get();
}

}  // namespace
}  // namespace millrace::scheduling
