#include "io/opencv_decoder.hpp"

#include <cstddef>
#include <exception>
#include <memory>
#include <new>
#include <string_view>
#include <utility>

#include <opencv2/core.hpp>
#include <opencv2/imgcodecs.hpp>

#include "io/picture_reason.hpp"

namespace millrace::io {
namespace {

PictureOrReason because_of_decoder(std::string_view detail = {}) {
  return {.picture = {}, .reason = refused_by_decoder(detail)};
}

using Pixels = std::shared_ptr<std::uint8_t[]>;

/// Has OpenCV take the memory of a Mat from a pool. Must outlive its Mats.
class PoolAllocator : public cv::MatAllocator {
 public:
  explicit PoolAllocator(PixelPool pool) : pool_(std::move(pool)) {}

  cv::UMatData* allocate(int dims, const int* sizes, int type, void* data, std::size_t* step, cv::AccessFlag flags,
                         cv::UMatUsageFlags usage) const override {
    if (data != nullptr) return cv::Mat::getStdAllocator()->allocate(dims, sizes, type, data, step, flags, usage);
    auto total = static_cast<std::size_t>(CV_ELEM_SIZE(type));
    for (int i = dims - 1; i >= 0; --i) {
      if (step != nullptr) step[i] = total;
      total *= static_cast<std::size_t>(sizes[i]);
    }
    auto pixels = std::make_unique<Pixels>(pool_.take(total));
    auto memory = std::make_unique<cv::UMatData>(this);
    memory->data = memory->origdata = pixels->get();
    memory->size = total;
    memory->userdata = pixels.release();
    return memory.release();
  }
  bool allocate(cv::UMatData* memory, cv::AccessFlag, cv::UMatUsageFlags) const override { return memory != nullptr; }
  void deallocate(cv::UMatData* memory) const override {
    if (memory == nullptr) return;
    delete static_cast<Pixels*>(memory->userdata);
    delete memory;
  }

 private:
  PixelPool pool_;
};

struct Decoded {
  std::shared_ptr<PoolAllocator> allocator;
  cv::Mat pixels;  // goes first
};

PictureOrReason decode_into_pool(std::span<const std::uint8_t> bytes, const PixelPool& pool) {
  Decoded decoded{.allocator = std::make_shared<PoolAllocator>(pool), .pixels = {}};
  decoded.pixels.allocator = decoded.allocator.get();
  const cv::_InputArray input(bytes.data(), static_cast<int>(bytes.size()));
  cv::imdecode(input, cv::IMREAD_COLOR, &decoded.pixels);
  const cv::Mat& pixels = decoded.pixels;
  if (pixels.empty() || pixels.type() != CV_8UC3 || !pixels.isContinuous()) return because_of_decoder();
  const Size size{pixels.cols, pixels.rows};
  std::uint8_t* const data = pixels.data;
  return {.picture = Image(size, {data, [owner = std::move(decoded)](std::uint8_t*) {}}), .reason = {}};
}

}  // namespace

PictureOrReason decode_with_opencv(std::span<const std::uint8_t> bytes, const PixelPool& pool) {
  try {
    return decode_into_pool(bytes, pool);
  } catch (const std::bad_alloc&) {
    throw;
  } catch (const cv::Exception& e) {
    if (e.code == cv::Error::StsNoMem) throw std::bad_alloc();
    return because_of_decoder(e.err);
  } catch (const std::exception& e) {
    return because_of_decoder(e.what());
  }
}

}  // namespace millrace::io
