#include "queue/reservations.hpp"

#include <algorithm>
#include <utility>
#include <vector>

namespace millrace::reservations {
namespace {

using CorePtr = std::shared_ptr<scheduling::Core>;

struct Reservation {
  std::weak_ptr<scheduling::Core> core;
  std::size_t slot;

  bool is_of(const CorePtr& other) const noexcept { return !core.owner_before(other) && !other.owner_before(core); }
};

struct ThreadReservations {
  ThreadReservations() = default;
  ThreadReservations(const ThreadReservations&) = delete;
  ThreadReservations& operator=(const ThreadReservations&) = delete;
  ~ThreadReservations() {
    for (const Reservation& held : all) {
      if (const CorePtr core = held.core.lock()) core->release(held.slot);
    }
  }

  std::vector<Reservation> all;
};

thread_local ThreadReservations here;

auto place_of(const CorePtr& core) noexcept {
  return std::find_if(here.all.begin(), here.all.end(), [&](const Reservation& held) { return held.is_of(core); });
}

}  // namespace

std::optional<std::size_t> find(const CorePtr& core) {
  const auto place = place_of(core);
  return place == here.all.end() ? std::nullopt : std::optional(place->slot);
}

void prepare() {
  std::erase_if(here.all, [](const Reservation& held) { return held.core.expired(); });
  here.all.reserve(here.all.size() + 1);
}

void add(const CorePtr& core, std::size_t slot) noexcept {
  here.all.push_back({core, slot});
}

std::optional<std::size_t> take(const CorePtr& core) noexcept {
  const auto place = place_of(core);
  if (place == here.all.end()) return std::nullopt;
  const std::size_t slot = place->slot;
  here.all.erase(place);
  return slot;
}

void release(const CorePtr& core) noexcept {
  if (const auto slot = take(core)) core->release(*slot);
}

}  // namespace millrace::reservations
