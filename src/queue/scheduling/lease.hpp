#pragma once

#include <cstddef>
#include <memory>

namespace millrace::scheduling {

class Core;

/// A leased slot that is returned when its last holder lets go; keeps the core alive until then. Empty at first.
class Lease {
 public:
  Lease() = default;
  ~Lease();
  Lease(const Lease&) = delete;
  Lease& operator=(const Lease&) = delete;

  void hold(std::shared_ptr<Core> core, std::size_t slot) noexcept;

 private:
  std::shared_ptr<Core> core_;
  std::size_t slot_ = 0;
};

}  // namespace millrace::scheduling
