#include "queue/scheduling/thread_context.hpp"

#include <algorithm>
#include <string>
#include <system_error>

#include "queue/scheduling/core.hpp"

namespace millrace::scheduling {
namespace {

// Has no destructor, so that objects which outlive the thread's locals can still use it.
constinit thread_local ThreadContext context;
constinit thread_local bool reservations_have_ended = false;

struct Reservations {
  Reservations() = default;
  Reservations(const Reservations&) = delete;
  Reservations& operator=(const Reservations&) = delete;
  ~Reservations() {
    reservations_have_ended = true;
    give_back(0);
  }

  /// Returns the reservations made inside `depth` or more nested continuations.
  void give_back(std::size_t depth) noexcept {
    const auto inside = [depth](const Reservation& held) { return held.depth >= depth; };
    for (auto held = all.begin(); (held = std::find_if(all.begin(), all.end(), inside)) != all.end();) {
      const auto core = held->core.lock();
      const std::size_t slot = held->slot;
      all.erase(held);  // first, since user code in the call may reserve again
      if (core) core->release(slot);
    }
  }

  std::vector<Reservation> all;
};
thread_local Reservations reservations;

}  // namespace

ThreadContext& this_thread() noexcept {
  return context;
}

std::vector<Reservation>* this_reservations() noexcept {
  return reservations_have_ended ? nullptr : &reservations.all;
}

void give_back_reservations() noexcept {
  if (reservations_have_ended) return;
  reservations.give_back(context.continuations);
  context.reserved_inside =
      std::ranges::any_of(reservations.all, [](const Reservation& held) { return held.depth > 0; });
}

void throw_would_deadlock(const char* call) {
  throw std::system_error(std::make_error_code(std::errc::resource_deadlock_would_occur),
                          std::string(call) +
                              " would have to wait inside a continuation, on the thread that must end the wait; use a "
                              "try_ call, on_done, or do it on a thread of your own");
}

CallbackScope::CallbackScope(const Core* owner_, std::size_t slot_) noexcept
    : owner(owner_), slot(slot_), outer(context.callback) {
  context.callback = this;
}

CallbackScope::~CallbackScope() {
  context.callback = outer;
}

CallbackScope* this_callback(const Core* owner, std::size_t slot) noexcept {
  for (auto* scope = context.callback; scope != nullptr; scope = scope->outer) {
    if (scope->owner == owner && scope->slot == slot) return scope;
  }
  return nullptr;
}

}  // namespace millrace::scheduling
