#include "queue/scheduling/account.hpp"

#include <algorithm>

namespace millrace::scheduling {
namespace {

DurationSpread spread_of(const base::Histogram& histogram) noexcept {
  return {.p50 = histogram.quantile(0.50),
          .p90 = histogram.quantile(0.90),
          .p99 = histogram.quantile(0.99),
          .max = histogram.max()};
}

}  // namespace

void Account::accept() noexcept {
  ++counts_.submitted;
  ++counts_.waiting;
  counts_.peak = std::max(counts_.peak, counts_.waiting + counts_.running);
}

void Account::start(Clock::time_point now, Milliseconds waited) noexcept {
  --counts_.waiting;
  ++counts_.running;
  waited_.add(waited);
  pass(now);
  if (on_device_++ == 0) last_progress_ = now;
}

void Account::fail_unstarted() noexcept {
  --counts_.waiting;
  ++counts_.failed;
}

void Account::stop_unstarted(StopReason reason) noexcept {
  --counts_.waiting;
  count_stop(reason);
}

void Account::end(bool failed, Milliseconds ran) noexcept {
  --counts_.running;
  ++(failed ? counts_.failed : counts_.succeeded);
  ran_.add(ran);
}

void Account::stop_started(StopReason reason) noexcept {
  --counts_.running;
  ++counts_.letting_go;
  count_stop(reason);
}

void Account::let_go(Clock::time_point now, bool stopped) noexcept {
  pass(now);
  --on_device_;
  last_progress_ = now;
  if (stopped) --counts_.letting_go;
}

void Account::count_stop(StopReason reason) noexcept {
  ++(reason == StopReason::kDropped ? counts_.dropped : counts_.stopped);
}

// Threads read the clock before they take the lock, so times may arrive out of order.
void Account::pass(Clock::time_point now) noexcept {
  if (now <= last_) return;
  if (on_device_ > 0) {
    busy_ += now - last_;
    slot_time_ += (now - last_) * static_cast<Clock::rep>(on_device_);
  }
  last_ = now;
}

Stats Account::stats(Clock::time_point now) const {
  Account until_now = *this;
  until_now.pass(now);
  Stats stats = until_now.counts_;
  stats.waited = spread_of(waited_);
  stats.ran = spread_of(ran_);
  stats.delivered = spread_of(delivered_);
  stats.busy = until_now.busy_;
  if (until_now.busy_ > Clock::duration::zero()) {
    const auto busy = static_cast<double>(until_now.busy_.count());
    stats.utilisation = static_cast<double>(until_now.slot_time_.count()) / (busy * static_cast<double>(slots_));
    stats.user_code_share = std::min(1.0, static_cast<double>(user_code_.count()) / busy);
  }
  return stats;
}

}  // namespace millrace::scheduling
