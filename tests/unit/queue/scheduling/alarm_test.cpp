#include "queue/scheduling/alarm.hpp"

#include <future>
#include <thread>

#include <gtest/gtest.h>

#include "fakes/in_child.hpp"
#include "fakes/in_time.hpp"

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
  EXPECT_EQ(sleeper->rung.get_future().wait_for(std::chrono::seconds(60)), std::future_status::ready);
}

TEST(AlarmTest, ServesSeveralClients) {
  in_time([](milliseconds time) {
    const auto first = std::make_shared<Sleeper>();
    const auto second = std::make_shared<Sleeper>();
    Alarm::Bell later(first);
    Alarm::Bell sooner(second);
    const auto last = Clock::now() + time;
    later.ring_at(last);
    sooner.ring_at(last - time / 2);
    const bool both_set = Clock::now() < last - time / 2;
    const auto second_rang = second->rung.get_future().get();
    const auto first_rang = first->rung.get_future().get();
    EXPECT_TRUE(!both_set || second_rang < first_rang);
    return both_set;
  });
}

TEST(AlarmTest, ABellThatHasGoneDoesNotRing) {
  in_time([](milliseconds time) {
    const auto sleeper = std::make_shared<Sleeper>();
    const auto due = Clock::now() + time;
    {
      Alarm::Bell bell(sleeper);
      bell.ring_at(due);
    }
    const bool gone = Clock::now() < due;
    const auto later = std::make_shared<Sleeper>();
    Alarm::Bell last(later);
    last.ring_at(due + milliseconds(1));
    later->rung.get_future().get();
    const bool rang = sleeper->rung.get_future().wait_for(milliseconds(0)) == std::future_status::ready;
    EXPECT_FALSE(gone && rang);
    return gone;
  });
}

TEST(AlarmTest, AClientThatHasGoneIsLeftOut) {
  auto gone = std::make_shared<Sleeper>();
  const auto there = std::make_shared<Sleeper>();
  Alarm::Bell first(gone);
  Alarm::Bell second(there);
  gone.reset();
  first.ring_at(Clock::now());
  second.ring_at(Clock::now());
  EXPECT_EQ(there->rung.get_future().wait_for(std::chrono::seconds(60)), std::future_status::ready);
}

TEST(AlarmTest, RingsInAForkedChildToo) {
#if defined(__SANITIZE_THREAD__)
  GTEST_SKIP() << "ThreadSanitizer knows no threads that are started after fork()";
#endif
  const auto before = std::make_shared<Sleeper>();
  Alarm::Bell bell(before);
  // A thread that is still starting may hold a lock of AddressSanitizer, which the child would wait for in vain.
  bell.ring_at(Clock::now());
  before->rung.get_future().wait();
  EXPECT_TRUE(in_child([] {
    const auto sleeper = std::make_shared<Sleeper>();
    Alarm::Bell here(sleeper);
    here.ring_at(Clock::now() + milliseconds(1));
    sleeper->rung.get_future().wait();
    return true;
  }));
}

}  // namespace
}  // namespace millrace::scheduling
