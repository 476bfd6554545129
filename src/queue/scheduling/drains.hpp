#pragma once

#include <cstddef>
#include <cstdint>
#include <list>

#include "base/mutex.hpp"

namespace millrace::scheduling {

/// A thread waiting for all jobs submitted before its call.
struct Drain {
  std::uint64_t before;   ///< their ids are below this
  std::size_t remaining;  ///< how many of them have not ended
  base::CondVar became_empty = {};
};

/// All waiting drains. Guarded by the core's mutex.
class Drains {
 public:
  void add(Drain& drain) { all_.push_back(&drain); }
  void remove(Drain& drain) noexcept { all_.remove(&drain); }

  /// The job has ended, its continuation included.
  void job_ended(std::uint64_t id) noexcept;

 private:
  std::list<Drain*> all_;
};

}  // namespace millrace::scheduling
