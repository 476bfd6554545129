#pragma once

#include <future>
#include <latch>
#include <memory>
#include <stop_token>
#include <utility>
#include <vector>

#include <gtest/gtest.h>

#include "fakes/fake_backend.hpp"
#include "millrace/base/error.hpp"
#include "queue/scheduling/core.hpp"
#include "queue/scheduling/thread_context.hpp"

namespace millrace::scheduling {

/// A core over a fake backend, with shorthands.
class CoreFixture : public testing::Test {
 protected:
  using Completes = FakeBackend::Completes;

  ~CoreFixture() override { retire(); }

  /// Takes the place of a core that was made before.
  void make(std::size_t slots, Completes completes, CoreOptions options = {}, std::size_t completers = 1) {
    retire();
    auto backend = std::make_unique<FakeBackend>(slots, completes, completers);
    backend_ = backend.get();
    core_ = Core::create(std::move(backend), std::move(options));
  }

  static std::shared_ptr<FakeJob> job(int input = 1) {
    auto job = std::make_shared<FakeJob>();
    job->input = input;
    return job;
  }

  std::shared_ptr<FakeJob> submit(int input = 1) {
    auto submitted = job(input);
    core_->submit(submitted);
    return submitted;
  }

  /// A job whose continuation calls `f(FakeJob&)`.
  template <class F>
  static std::shared_ptr<FakeJob> job_then(F f, int input = 1) {
    auto made = job(input);
    made->set_continuation([f = std::move(f)](JobState& state) mutable { f(static_cast<FakeJob&>(state)); });
    return made;
  }

  void complete(std::size_t slot) { backend_->complete(slot); }

  /// Waits until `n` slots are free to lease, so that what other threads still do in the core has been done.
  std::size_t free_slots() {
    std::vector<std::size_t> leased;
    while (const auto slot = core_->try_acquire()) leased.push_back(*slot);
    for (const std::size_t slot : leased) core_->release(slot);
    return leased.size();
  }

  std::shared_ptr<Core> core_;
  FakeBackend* backend_ = nullptr;

 private:
  void retire() {
    if (!core_) return;
    core_->retire();
    EXPECT_EQ(backend_->violations(), 0U);
  }
};

/// Runs `f` and tells whether it threw resource_deadlock_would_occur.
template <class F>
bool would_deadlock(F f) {
  try {
    f();
  } catch (const std::system_error& error) {
    return error.code() == std::errc::resource_deadlock_would_occur;
  }
  return false;
}

inline std::exception_ptr error_of(const char* text) {
  return std::make_exception_ptr(std::runtime_error(text));
}

}  // namespace millrace::scheduling
