#pragma once

#include <any>
#include <memory>

namespace millrace::queue {

/// Shared from submission on, so that no user code is copied on the way.
using Userdata = std::shared_ptr<const std::any>;

/// The user's object; an empty any for a job without userdata.
inline const std::any& value_of(const Userdata& userdata) noexcept {
  union Kept {  // never destroyed: a static queue's last callback may come after other static objects are gone
    constexpr Kept() noexcept : none() {}
    ~Kept() {}
    const std::any none;
  };
  static constinit const Kept kept;
  return userdata ? *userdata : kept.none;
}

}  // namespace millrace::queue
