#include "queue/reservations.hpp"

#include <memory>
#include <optional>
#include <thread>

#include <gtest/gtest.h>

#include "fakes/fake_backend.hpp"
#include "queue/scheduling/thread_context.hpp"

namespace millrace::queue {
namespace {

/// A core over the fake backend, of one slot unless a test makes another.
class ReservationsTest : public testing::Test {
 protected:
  ~ReservationsTest() override {
    if (core_) reservations::release(core_);
  }

  static std::shared_ptr<scheduling::Core> make(std::size_t slots = 1) {
    using scheduling::FakeBackend;
    return scheduling::Core::create(std::make_unique<FakeBackend>(slots, FakeBackend::Completes::kInline), {});
  }

  static std::size_t reserve(const std::shared_ptr<scheduling::Core>& core) {
    reservations::prepare();
    const std::size_t slot = core->acquire({}, "test");
    reservations::add(core, slot);
    return slot;
  }

  std::shared_ptr<scheduling::Core> core_ = make();
};

TEST_F(ReservationsTest, AreFoundUntilTheyAreTaken) {
  EXPECT_EQ(reservations::find(core_), std::nullopt);
  reserve(core_);
  EXPECT_EQ(reservations::find(core_), 0U);
  EXPECT_EQ(reservations::take(core_), 0U);
  EXPECT_EQ(reservations::find(core_), std::nullopt);
  EXPECT_EQ(reservations::take(core_), std::nullopt);
  EXPECT_FALSE(core_->ready());
  core_->release(0);
}

TEST_F(ReservationsTest, GiveTheSlotBackWhenReleased) {
  reserve(core_);
  reservations::release(core_);
  reservations::release(core_);
  EXPECT_TRUE(core_->ready());
}

TEST_F(ReservationsTest, AreToldApartByQueue) {
  const auto other = make();
  reserve(core_);
  EXPECT_EQ(reservations::find(other), std::nullopt);
  reserve(other);
  reservations::release(core_);
  EXPECT_EQ(reservations::find(other), 0U);
  reservations::release(other);
}

TEST_F(ReservationsTest, AreToldApartByThread) {
  reserve(core_);
  std::jthread([&] { EXPECT_EQ(reservations::find(core_), std::nullopt); }).join();
}

TEST_F(ReservationsTest, EndWithTheirThread) {
  std::jthread([&] { reserve(core_); }).join();
  EXPECT_TRUE(core_->ready());
}

TEST_F(ReservationsTest, EndWithTheContinuationInWhichTheyWereMade) {
  scheduling::run_user_code([&] { reserve(core_); });
  EXPECT_TRUE(core_->ready());
}

TEST_F(ReservationsTest, EndWithAContinuationThatThrows) {
  EXPECT_FALSE(scheduling::run_user_code([&] {
    reserve(core_);
    throw 1;
  }));
  EXPECT_TRUE(core_->ready());
}

TEST_F(ReservationsTest, EndWithTheInnerOfTwoContinuations) {
  const auto other = make();
  scheduling::run_user_code([&] {
    reserve(core_);
    scheduling::run_user_code([&] { reserve(other); });
    EXPECT_TRUE(other->ready());
    EXPECT_EQ(reservations::find(core_), 0U);
  });
  EXPECT_TRUE(core_->ready());
}

TEST_F(ReservationsTest, OfTheThreadAreLeftAloneByAContinuation) {
  reserve(core_);
  scheduling::run_user_code([&] {
    EXPECT_EQ(reservations::find(core_), std::nullopt);
    reservations::release(core_);
  });
  EXPECT_EQ(reservations::find(core_), 0U);
}

TEST_F(ReservationsTest, CanBeMadeAgainByUserCodeThatRunsWhenTheyEnd) {
  const auto core = make(2);
  const std::size_t other = core->acquire({}, "test");
  const auto job = std::make_shared<scheduling::FakeJob>();
  std::optional<std::size_t> again;
  job->set_continuation([&](scheduling::JobState&) {
    core->release(other);
    again = reserve(core);
  });
  scheduling::run_user_code([&] {
    reserve(core);
    core->submit(job);  // waits for the reserved slot
  });
  EXPECT_EQ(again, other);
  EXPECT_TRUE(core->try_acquire());
  EXPECT_TRUE(core->try_acquire());
}

TEST_F(ReservationsTest, DoNotKeepTheQueueAlive) {
  reserve(core_);
  const std::weak_ptr<scheduling::Core> watch = core_;
  core_.reset();
  EXPECT_TRUE(watch.expired());
  EXPECT_EQ(reservations::find(make()), std::nullopt);
}

}  // namespace
}  // namespace millrace::queue
