#include "io/jpeg_coefficients.hpp"

#include <cstring>
#include <new>

namespace millrace::io {
namespace {

// What libjpeg-turbo's vector code wants; a block is a multiple of it.
constexpr std::size_t kAlignment = 64;
static_assert(sizeof(JBLOCK) % kAlignment == 0);

}  // namespace

jvirt_barray_ptr JpegCoefficients::request(JDIMENSION blocks_per_row, JDIMENSION rows) noexcept {
  if (used_ == components_.size()) return nullptr;
  Component& component = components_[used_];
  component.bytes_per_row = blocks_per_row * sizeof(JBLOCK);
  const std::size_t bytes = rows * component.bytes_per_row;
  const std::size_t pointers = rows * sizeof(JBLOCKROW);
  std::size_t room = bytes + kAlignment;
  try {
    component.memory = pool_.take(room + pointers);
  } catch (const std::bad_alloc&) {
    return nullptr;
  }
  component.rows = reinterpret_cast<JBLOCKARRAY>(component.memory.get());
  void* blocks = component.memory.get() + pointers;
  std::align(kAlignment, bytes, blocks, room);
  for (JDIMENSION y = 0; y < rows; ++y)
    component.rows[y] = static_cast<JBLOCKROW>(blocks) + y * std::size_t{blocks_per_row};
  component.count = rows;
  ++used_;
  return reinterpret_cast<jvirt_barray_ptr>(&component);
}

JBLOCKARRAY JpegCoefficients::access(jvirt_barray_ptr component, JDIMENSION first, JDIMENSION count) noexcept {
  auto& wanted = *reinterpret_cast<Component*>(component);
  if (first > wanted.count || count > wanted.count - first) return nullptr;
  for (; wanted.cleared < first + count; ++wanted.cleared)
    std::memset(wanted.rows[wanted.cleared], 0, wanted.bytes_per_row);
  return wanted.rows + first;
}

}  // namespace millrace::io
