#pragma once

#include <cstddef>
#include <memory>

namespace millrace::queue {

/// An allocator for ov::Tensor that keeps freed blocks for later tensors of the same size: at most `blocks_kept`, the
/// rest go back to the system. Copies share the blocks. It may be destroyed before the tensors made with it.
/// Thread-safe.
class RecyclingAllocator {
 public:
  explicit RecyclingAllocator(std::size_t blocks_kept);

  void* allocate(std::size_t bytes, std::size_t alignment);
  void deallocate(void* block, std::size_t bytes, std::size_t alignment) noexcept;
  bool is_equal(const RecyclingAllocator& other) const noexcept { return store_ == other.store_; }

 private:
  class Store;
  std::shared_ptr<Store> store_;
};

}  // namespace millrace::queue
