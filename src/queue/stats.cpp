#include "millrace/queue/stats.hpp"

#include <cmath>

#include "millrace/base/histogram.hpp"
#include "queue/scheduling/core.hpp"

namespace millrace {
namespace {

// Above this share a second request often completes while the first one's continuation still runs.
constexpr double kMuchUserCode = 0.25;

}  // namespace

DurationSpread spread_of(const Histogram& histogram) noexcept {
  return {.p50 = histogram.quantile(0.50),
          .p90 = histogram.quantile(0.90),
          .p99 = histogram.quantile(0.99),
          .max = histogram.max()};
}

std::string Stats::advice() const {
  if (user_code_share < kMuchUserCode) return {};
  return "continuations took " + std::to_string(std::lround(100 * user_code_share)) +
         " % of the time in which the device could report other results; set Options::deliver, so that they run "
         "elsewhere";
}

std::size_t leaked_queues() noexcept {
  return scheduling::Core::leaked();
}

}  // namespace millrace
