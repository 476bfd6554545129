#include "queue/reservations.hpp"

#include <algorithm>
#include <utility>
#include <vector>

#include "millrace/base/error.hpp"

namespace millrace::reservations {
namespace {

using CorePtr = std::shared_ptr<scheduling::Core>;

struct Reservation {
  std::weak_ptr<scheduling::Core> core;
  std::size_t slot;

  bool is_of(const CorePtr& other) const noexcept { return !core.owner_before(other) && !other.owner_before(core); }
};

// True once this thread has given back what it held. Objects with static storage end after that, queues among them.
thread_local bool thread_has_ended = false;

struct ThreadReservations {
  ThreadReservations() = default;
  ThreadReservations(const ThreadReservations&) = delete;
  ThreadReservations& operator=(const ThreadReservations&) = delete;
  ~ThreadReservations() {
    thread_has_ended = true;
    for (const Reservation& held : all) {
      if (const CorePtr core = held.core.lock()) core->release(held.slot);
    }
  }

  std::vector<Reservation> all;
};

thread_local ThreadReservations here;

Reservation* held_of(const CorePtr& core) noexcept {
  if (thread_has_ended) return nullptr;
  const auto place =
      std::find_if(here.all.begin(), here.all.end(), [&](const Reservation& held) { return held.is_of(core); });
  return place == here.all.end() ? nullptr : &*place;
}

}  // namespace

std::optional<std::size_t> find(const CorePtr& core) {
  const Reservation* held = held_of(core);
  return held == nullptr ? std::nullopt : std::optional(held->slot);
}

void prepare() {
  if (thread_has_ended) throw Error(ErrorCode::kInvalidState, "a thread that ends cannot reserve a request");
  std::erase_if(here.all, [](const Reservation& held) { return held.core.expired(); });
  here.all.reserve(here.all.size() + 1);
}

void add(const CorePtr& core, std::size_t slot) noexcept {
  here.all.push_back({core, slot});
}

std::optional<std::size_t> take(const CorePtr& core) noexcept {
  Reservation* held = held_of(core);
  if (held == nullptr) return std::nullopt;
  const std::size_t slot = held->slot;
  std::swap(*held, here.all.back());
  here.all.pop_back();
  return slot;
}

void release(const CorePtr& core) noexcept {
  if (const auto slot = take(core)) core->release(*slot);
}

}  // namespace millrace::reservations
