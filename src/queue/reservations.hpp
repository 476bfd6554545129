#pragma once

#include <cstddef>
#include <memory>
#include <optional>

#include "queue/scheduling/core.hpp"

namespace millrace::queue {

/// The slots that this thread has reserved, at most one a queue. A thread that ends gives back what it still holds, and
/// a continuation what was reserved inside it. Every function concerns the calling thread alone, and there the
/// innermost continuation: inside it, what was reserved outside is not seen.
namespace reservations {

/// The slot of `core` that this thread holds.
std::optional<std::size_t> find(const std::shared_ptr<scheduling::Core>& core);

/// Makes room for one more, so that add() cannot fail.
void prepare();

/// Notes a leased slot; find(core) must be empty and prepare() called before.
void add(const std::shared_ptr<scheduling::Core>& core, std::size_t slot) noexcept;

/// Takes it out; the lease goes to the caller.
std::optional<std::size_t> take(const std::shared_ptr<scheduling::Core>& core) noexcept;

/// Takes it out and gives it back to the queue.
void release(const std::shared_ptr<scheduling::Core>& core) noexcept;

}  // namespace reservations
}  // namespace millrace::queue
