#include "base/fork_mark.hpp"

#include <atomic>
#include <string>

#include "base/platform.hpp"
#include "millrace/base/error.hpp"

namespace millrace::base {
namespace {

constinit std::atomic<std::uint64_t> forks = 0;

[[maybe_unused]] const bool kRegistered =
    platform::call_in_forked_children([] { forks.fetch_add(1, std::memory_order_relaxed); });

}  // namespace

ForkMark::ForkMark() noexcept : forks_(forks.load(std::memory_order_relaxed)) {}

bool ForkMark::forked() const noexcept {
  return forks.load(std::memory_order_relaxed) != forks_;
}

void ForkMark::check(const char* what) const {
  if (!forked()) return;
  throw Error(ErrorCode::kInvalidState,
              std::string(what) +
                  " was made before fork(), and works in the process that made it only; in this one make a new queue, "
                  "on a model that is compiled here");
}

}  // namespace millrace::base
