#include "tuning/round_order.hpp"

namespace millrace::tuning {

std::vector<std::size_t> round_order(std::size_t count, std::size_t round) {
  std::vector<std::size_t> order;
  for (std::size_t place = 0; place < count; ++place) {
    // 0, 1, count-1, 2, count-2...: the steps between neighbours are all different.
    const std::size_t zigzag = place % 2 == 1 ? (place + 1) / 2 : count - place / 2;
    order.push_back((zigzag + round) % count);
  }
  return order;
}

}  // namespace millrace::tuning
