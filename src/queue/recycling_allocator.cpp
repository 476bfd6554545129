#include "queue/recycling_allocator.hpp"

#include <algorithm>
#include <new>
#include <vector>

#include "base/mutex.hpp"

namespace millrace::queue {
namespace {

// Enough for every vector instruction set; OpenVINO asks for less.
constexpr std::size_t kAlignment = 64;

void free_memory(void* memory) noexcept {
  ::operator delete(memory, std::align_val_t{kAlignment});
}

}  // namespace

class RecyclingAllocator::Store {
 public:
  struct Block {
    void* memory;
    std::size_t bytes;
  };

  explicit Store(std::size_t blocks_kept) : blocks_kept_(blocks_kept) { kept_.reserve(blocks_kept); }
  ~Store() {
    for (const Block& block : kept_) free_memory(block.memory);
  }
  Store(const Store&) = delete;
  Store& operator=(const Store&) = delete;

  void* take(std::size_t bytes) MILLRACE_EXCLUDES(mutex_) {
    const base::MutexLock lock(mutex_);
    // Newest first: its memory is likeliest to be in the cache.
    const auto found = std::find_if(kept_.rbegin(), kept_.rend(), [&](const Block& b) { return b.bytes == bytes; });
    if (found == kept_.rend()) return nullptr;
    void* memory = found->memory;
    kept_.erase(std::next(found).base());
    return memory;
  }

  void keep(Block block) noexcept MILLRACE_EXCLUDES(mutex_) {
    if (blocks_kept_ == 0) return free_memory(block.memory);
    const base::MutexLock lock(mutex_);
    if (kept_.size() == blocks_kept_) {
      free_memory(kept_.front().memory);
      kept_.erase(kept_.begin());
    }
    kept_.push_back(block);
  }

 private:
  const std::size_t blocks_kept_;
  base::Mutex mutex_;
  std::vector<Block> kept_ MILLRACE_GUARDED_BY(mutex_);  // oldest first; never reallocates
};

RecyclingAllocator::RecyclingAllocator(std::size_t blocks_kept) : store_(std::make_shared<Store>(blocks_kept)) {}

void* RecyclingAllocator::allocate(std::size_t bytes, std::size_t alignment) {
  if (alignment > kAlignment) throw std::bad_alloc();
  if (void* memory = store_->take(bytes)) return memory;
  return ::operator new(std::max<std::size_t>(bytes, 1), std::align_val_t{kAlignment});
}

void RecyclingAllocator::deallocate(void* block, std::size_t bytes, std::size_t) noexcept {
  store_->keep({block, bytes});
}

}  // namespace millrace::queue
