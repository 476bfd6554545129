#pragma once

#include <cstddef>
#include <memory>
#include <optional>

#include "queue/scheduling/core.hpp"

namespace millrace::queue {

/// The slots that this thread has reserved, at most one per queue. They go back when the thread ends, or the
/// continuation in which they were reserved. Every function concerns only the calling thread, and there only the
/// innermost continuation: reservations made outside it are not seen inside.
namespace reservations {

/// The slot of `core` that this thread holds.
std::optional<std::size_t> find(const std::shared_ptr<scheduling::Core>& core);

/// Makes room for one more, so that add() cannot fail.
void prepare();

/// Notes a leased slot; find(core) must be empty, and prepare() must have been called.
void add(const std::shared_ptr<scheduling::Core>& core, std::size_t slot) noexcept;

/// Takes the slot of `core` out; the lease passes to the caller.
std::optional<std::size_t> take(const std::shared_ptr<scheduling::Core>& core) noexcept;

/// Takes the slot of `core` out and returns it to the queue.
void release(const std::shared_ptr<scheduling::Core>& core) noexcept;

}  // namespace reservations
}  // namespace millrace::queue
