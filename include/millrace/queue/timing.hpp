#pragma once

#include "millrace/base/clock.hpp"

namespace millrace {

/// Where a job's time went.
struct Timing {
  Milliseconds waited{0};  ///< from submission to the device start: backlog and slot
  Milliseconds ran{0};     ///< from the device start to completion
  Milliseconds total{0};   ///< from submission to completion
};

}  // namespace millrace
