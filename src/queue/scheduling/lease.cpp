#include "queue/scheduling/lease.hpp"

#include <utility>

#include "queue/scheduling/core.hpp"

namespace millrace::scheduling {

Lease::~Lease() {
  if (core_) core_->release(slot_);
}

void Lease::hold(std::shared_ptr<Core> core, std::size_t slot) noexcept {
  core_ = std::move(core);
  slot_ = slot;
}

}  // namespace millrace::scheduling
