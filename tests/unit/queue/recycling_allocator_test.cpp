#include "queue/recycling_allocator.hpp"

#include <algorithm>
#include <atomic>
#include <cstdint>
#include <new>
#include <optional>
#include <string>
#include <thread>
#include <utility>
#include <vector>

#include <gtest/gtest.h>

#include "openvino/runtime/allocator.hpp"
#include "openvino/runtime/tensor.hpp"

namespace millrace::queue {
namespace {

TEST(RecyclingAllocatorTest, GivesMemoryOfTheSameSizeAgain) {
  RecyclingAllocator allocator(1);
  void* block = allocator.allocate(100, 8);
  allocator.deallocate(block, 100, 8);
  void* again = allocator.allocate(100, 8);
  EXPECT_EQ(again, block);
  allocator.deallocate(again, 100, 8);
}

TEST(RecyclingAllocatorTest, GivesOtherMemoryForAnotherSize) {
  RecyclingAllocator allocator(1);
  void* block = allocator.allocate(100, 8);
  allocator.deallocate(block, 100, 8);
  void* other = allocator.allocate(101, 8);
  EXPECT_NE(other, block);
  allocator.deallocate(other, 101, 8);
}

TEST(RecyclingAllocatorTest, GivesTheNewestFirst) {
  RecyclingAllocator allocator(2);
  void* older = allocator.allocate(100, 8);
  void* newer = allocator.allocate(100, 8);
  allocator.deallocate(older, 100, 8);
  allocator.deallocate(newer, 100, 8);
  EXPECT_EQ(allocator.allocate(100, 8), newer);
  EXPECT_EQ(allocator.allocate(100, 8), older);
  allocator.deallocate(older, 100, 8);
  allocator.deallocate(newer, 100, 8);
}

TEST(RecyclingAllocatorTest, LetsTheOldestGoWhenItKeepsEnough) {
  RecyclingAllocator allocator(1);
  void* oldest = allocator.allocate(64, 8);
  void* newest = allocator.allocate(128, 8);
  allocator.deallocate(oldest, 64, 8);
  allocator.deallocate(newest, 128, 8);
  EXPECT_EQ(allocator.allocate(128, 8), newest);
  allocator.deallocate(newest, 128, 8);
}

TEST(RecyclingAllocatorTest, MayKeepNothing) {
  RecyclingAllocator allocator(0);
  void* block = allocator.allocate(100, 8);
  EXPECT_NE(block, nullptr);
  allocator.deallocate(block, 100, 8);
}

TEST(RecyclingAllocatorTest, GivesAlignedMemoryAlsoForNothing) {
  RecyclingAllocator allocator(2);
  for (const std::size_t bytes : {0U, 1U, 63U, 1000U}) {
    void* block = allocator.allocate(bytes, 64);
    ASSERT_NE(block, nullptr);
    EXPECT_EQ(reinterpret_cast<std::uintptr_t>(block) % 64, 0U);
    allocator.deallocate(block, bytes, 64);
  }
}

TEST(RecyclingAllocatorTest, RefusesAnAlignmentItCannotGive) {
  RecyclingAllocator allocator(1);
  EXPECT_THROW(allocator.allocate(100, 128), std::bad_alloc);
}

TEST(RecyclingAllocatorTest, SharesItsMemoryWithItsCopies) {
  RecyclingAllocator allocator(1);
  RecyclingAllocator copy = allocator;
  EXPECT_TRUE(copy.is_equal(allocator));
  EXPECT_FALSE(RecyclingAllocator(1).is_equal(allocator));
  void* block = allocator.allocate(100, 8);
  copy.deallocate(block, 100, 8);
  EXPECT_EQ(allocator.allocate(100, 8), block);
  copy.deallocate(block, 100, 8);
}

TEST(RecyclingAllocatorTest, LivesUntilTheLastTensorMadeFromItIsGone) {
  std::optional<ov::Tensor> tensor;
  {
    const ov::Allocator allocator(RecyclingAllocator(2));
    tensor = ov::Tensor(ov::element::f32, {4}, allocator);
  }
  tensor->data<float>()[3] = 1;  // AddressSanitizer sees memory that has gone
  EXPECT_EQ(std::as_const(*tensor).data<float>()[3], 1);
  tensor.reset();
}

TEST(RecyclingAllocatorTest, MakesTensorsOfStringsThatAreCleanEachTime) {
  const ov::Allocator allocator(RecyclingAllocator(2));
  for (int i = 0; i < 3; ++i) {
    ov::Tensor tensor(ov::element::string, {2}, allocator);
    EXPECT_EQ(tensor.data<std::string>()[0], "");
    tensor.data<std::string>()[0] = "a text too long to be kept inside the string object";
  }
}

TEST(RecyclingAllocatorTest, ServesManyThreads) {
  RecyclingAllocator allocator(4);
  std::atomic<int> shared = 0;
  std::vector<std::jthread> threads;
  for (std::uint8_t t = 0; t < 4; ++t) {
    threads.emplace_back([allocator, &shared, t]() mutable {
      for (std::size_t i = 0; i < 1000; ++i) {
        const std::size_t bytes = 64 + 64 * (i % 3);
        auto* block = static_cast<std::uint8_t*>(allocator.allocate(bytes, 8));
        std::fill_n(block, bytes, t);
        std::this_thread::yield();
        shared += std::all_of(block, block + bytes, [t](std::uint8_t byte) { return byte == t; }) ? 0 : 1;
        allocator.deallocate(block, bytes, 8);
      }
    });
  }
  threads.clear();
  EXPECT_EQ(shared, 0);
}

}  // namespace
}  // namespace millrace::queue
