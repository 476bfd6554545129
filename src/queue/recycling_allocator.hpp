#pragma once

#include <cstddef>
#include <memory>

namespace millrace::queue {

/// An allocator for ov::Tensor that keeps the memory of tensors that were let go for the next ones of the same size. At
/// most `blocks_kept` blocks are kept; what is over goes back to the system. Copies share the memory, which lives until
/// the last tensor made from it is gone, also after the queue. Thread-safe.
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
