#pragma once

#include <cstddef>
#include <vector>

namespace millrace::tuning {

/// The order in which `count` things run in round number `round`, as their indices. Over `count` rounds each stands at
/// every place once and, for an even count, follows every other one once (a Williams design), so that neither place nor
/// predecessor favours any.
///
/// Example: of 4, round 0 runs 0 1 3 2, and round 1 runs 1 2 0 3.
std::vector<std::size_t> round_order(std::size_t count, std::size_t round);

}  // namespace millrace::tuning
