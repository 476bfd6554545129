#include "models/input_type.hpp"

#include <algorithm>
#include <string>
#include <vector>

#include "models/picture_input.hpp"
#include "openvino/runtime/properties.hpp"
#include "queue/device_names.hpp"

namespace millrace::models {
namespace {

constexpr const char* kCpu = "CPU";

bool can_only_be_the_cpu(const ov::Core& core, const std::string& device) {
  return queue::possible_devices(queue::parse_device(device), core.get_available_devices()) ==
         std::vector<std::string>{kCpu};
}

/// What the CPU will compute in. It takes a type that it does not have for f32.
PixelType computed_in(const ov::Core& core, Precision asked) {
  const auto if_able = [&](PixelType type, const char* capability) {
    const auto capabilities = core.get_property(kCpu, ov::device::capabilities);
    return std::ranges::find(capabilities, capability) != capabilities.end() ? type : PixelType::kF32;
  };
  switch (asked) {
    case Precision::kBf16: return if_able(PixelType::kBf16, ov::device::capability::BF16);
    case Precision::kF16: return if_able(PixelType::kF16, ov::device::capability::FP16);
    case Precision::kF32: return PixelType::kF32;
    case Precision::kAuto: break;
  }
  const PixelType own = pixel_type_of(core.get_property(kCpu, ov::hint::inference_precision));
  return own == PixelType::kU8 ? PixelType::kF32 : own;  // "dynamic"
}

}  // namespace

Sourced<PixelType> choose_input_type(const ov::Core& core, const BuiltInSteps& model, const CompileOptions& options) {
  if (model.takes_bytes) return {PixelType::kU8, "the model's own"};
  if (!can_only_be_the_cpu(core, options.device)) return {PixelType::kU8, "least to carry to the device"};
  if (model.next == "FakeQuantize") return {PixelType::kU8, "its first layer computes with 8 bits"};
  if (model.next != "Convolution") return {PixelType::kU8, "it does not begin with one plain convolution"};
  return {computed_in(core, options.precision), "what its first convolution computes in"};
}

}  // namespace millrace::models
