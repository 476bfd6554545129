#include "millrace/queue/stats.hpp"

#include <cmath>

#include "queue/scheduling/core.hpp"

namespace millrace {
namespace {

// Above this share a second request often completes while the first one's continuation still runs.
constexpr double kMuchUserCode = 0.25;

}  // namespace

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
