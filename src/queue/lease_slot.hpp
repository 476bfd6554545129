#pragma once

#include <cstddef>
#include <memory>
#include <utility>
#include <vector>

#include "millrace/queue/slot.hpp"
#include "queue/openvino_backend.hpp"
#include "queue/scheduling/core.hpp"

namespace millrace {

inline OpenVinoBackend& backend_of(scheduling::Core& core) {
  return static_cast<OpenVinoBackend&>(core.backend());
}

/// What lease_slot() wants: to be made before the lease, from which on nothing may throw but what gives it back.
inline std::vector<bool> no_input_given(scheduling::Core& core) {
  return std::vector<bool>(backend_of(core).inputs().ports().size());
}

/// The slot of a lease that has just begun.
inline Slot lease_slot(std::shared_ptr<scheduling::Core> core, std::size_t id, std::vector<bool> given) {
  OpenVinoBackend& backend = backend_of(*core);
  Slot slot(std::move(core), id, std::move(given));
  backend.begin_lease(id);
  return slot;
}

}  // namespace millrace
