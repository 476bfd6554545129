#include "fakes/failing_memory.hpp"

#include <atomic>
#include <cstdlib>
#include <new>

namespace millrace {
namespace {

constexpr std::size_t kNever = 0;

std::atomic<std::size_t> nth = kNever;
std::atomic<std::size_t> allocations = 0;
std::atomic<bool> later_too = false;

bool fails() noexcept {
  const std::size_t limit = nth.load();
  if (limit == kNever) return false;
  const std::size_t number = ++allocations;
  return number == limit || (later_too && number > limit);
}

void* allocate(std::size_t size) {
  void* memory = fails() ? nullptr : std::malloc(size == 0 ? 1 : size);
  if (memory == nullptr) throw std::bad_alloc();
  return memory;
}

void* allocate(std::size_t size, std::align_val_t alignment) {
  const auto align = static_cast<std::size_t>(alignment);
  void* memory = fails() ? nullptr : std::aligned_alloc(align, (size + align - 1) / align * align);
  if (memory == nullptr) throw std::bad_alloc();
  return memory;
}

}  // namespace

FailingMemory::FailingMemory(std::size_t n, Fails how) noexcept {
  later_too = how == Fails::kFromThereOn;
  allocations = 0;
  nth = n;
}

FailingMemory::~FailingMemory() {
  nth = kNever;
}

bool FailingMemory::has_failed() noexcept {
  return allocations >= nth;
}

}  // namespace millrace

// All the forms that the standard library and the compiler call; the others lead to these.

void* operator new(std::size_t size) {
  return millrace::allocate(size);
}

void* operator new(std::size_t size, std::align_val_t alignment) {
  return millrace::allocate(size, alignment);
}

void operator delete(void* memory) noexcept {
  std::free(memory);
}

void operator delete(void* memory, std::size_t) noexcept {
  std::free(memory);
}

void operator delete(void* memory, std::align_val_t) noexcept {
  std::free(memory);
}

void operator delete(void* memory, std::size_t, std::align_val_t) noexcept {
  std::free(memory);
}
