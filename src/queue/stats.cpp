#include "millrace/queue/stats.hpp"

#include <cmath>

#include <fmt/format.h>

#include "queue/scheduling/core.hpp"

namespace millrace {
namespace {

// Above this share a second request often completes while the first one's continuation still runs.
constexpr double kMuchUserCode = 0.25;

}  // namespace

std::string Stats::advice() const {
  if (user_code_share < kMuchUserCode) return {};
  return fmt::format(
      "continuations took {} % of the time in which the device could report other results; set Options::deliver, so "
      "that they run elsewhere",
      std::lround(100 * user_code_share));
}

std::size_t leaked_queues() noexcept {
  return scheduling::Core::leaked();
}

}  // namespace millrace
