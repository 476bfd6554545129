#include "queue/reservations.hpp"

#include <algorithm>
#include <utility>
#include <vector>

#include "millrace/base/error.hpp"
#include "queue/scheduling/thread_context.hpp"

namespace millrace::queue::reservations {
namespace {

using CorePtr = std::shared_ptr<scheduling::Core>;

using scheduling::Reservation;

Reservation* held_of(const CorePtr& core) noexcept {
  auto* here = scheduling::this_reservations();
  if (here == nullptr) return nullptr;
  const std::size_t depth = scheduling::this_thread().continuations;
  const auto place = std::find_if(here->begin(), here->end(), [&](const Reservation& held) {
    return held.depth == depth && !held.core.owner_before(core) && !core.owner_before(held.core);
  });
  return place == here->end() ? nullptr : &*place;
}

}  // namespace

std::optional<std::size_t> find(const CorePtr& core) {
  const Reservation* held = held_of(core);
  return held == nullptr ? std::nullopt : std::optional(held->slot);
}

void prepare() {
  auto* here = scheduling::this_reservations();
  if (here == nullptr) throw Error(ErrorCode::kInvalidState, "a thread that ends cannot reserve a request");
  std::erase_if(*here, [](const Reservation& held) { return held.core.expired(); });
  here->reserve(here->size() + 1);
}

void add(const CorePtr& core, std::size_t slot) noexcept {
  const std::size_t depth = scheduling::this_thread().continuations;
  scheduling::this_reservations()->push_back({core, slot, depth});
  if (depth > 0) scheduling::this_thread().reserved_inside = true;
}

std::optional<std::size_t> take(const CorePtr& core) noexcept {
  Reservation* held = held_of(core);
  if (held == nullptr) return std::nullopt;
  const std::size_t slot = held->slot;
  auto& here = *scheduling::this_reservations();
  std::swap(*held, here.back());
  here.pop_back();
  return slot;
}

void release(const CorePtr& core) noexcept {
  if (const auto slot = take(core)) core->release(*slot);
}

}  // namespace millrace::queue::reservations
