// What OpenVINO makes of a model on each device, and with each hint: how many streams, how many requests, which
// precision.
//
//   01_device_properties [MODEL]
#include <iomanip>
#include <iostream>
#include <memory>

#include <openvino/core/model.hpp>
#include <openvino/core/version.hpp>
#include <openvino/op/matmul.hpp>
#include <openvino/op/parameter.hpp>

#include <millrace/queue/device_properties.hpp>

using millrace::PerformanceHint;

// Any model will do for a first look; give your own for numbers that count.
std::shared_ptr<ov::Model> small_model() {
  const auto input = std::make_shared<ov::op::v0::Parameter>(ov::element::f32, ov::Shape{64, 64});
  const auto product = std::make_shared<ov::op::v0::MatMul>(input, input);
  return std::make_shared<ov::Model>(ov::OutputVector{product}, ov::ParameterVector{input});
}

void show(const millrace::DeviceProperties& properties) {
  std::cout << '\n' << properties.device << ", hint " << to_string(properties.hint) << '\n';
  if (!properties.absent.empty()) {
    std::cout << "  " << properties.absent << '\n';
    return;
  }
  for (const auto& [name, value] : properties.values) {
    std::cout << "  " << std::left << std::setw(34) << name << value.value_or("n/a") << '\n';
  }
  if (const auto ratio = properties.requests_per_stream()) {
    std::cout << "  " << std::setw(34) << "requests per stream" << *ratio << '\n';
  }
}

int main(int argc, char** argv) try {
  ov::Core core;
  std::cout << "OpenVINO " << ov::get_openvino_version().buildNumber << "\nAvailable devices:";
  for (const std::string& device : core.get_available_devices()) std::cout << ' ' << device;
  std::cout << '\n';

  const std::shared_ptr<ov::Model> model = argc > 1 ? core.read_model(argv[1]) : small_model();
  for (const char* device : {"GPU.0", "GPU.1", "CPU", "NPU", "AUTO", "AUTO:GPU,-CPU"}) {
    for (const PerformanceHint hint :
         {PerformanceHint::kLatency, PerformanceHint::kThroughput, PerformanceHint::kCumulativeThroughput}) {
      const bool several_devices = std::string(device).starts_with("AUTO");
      if (hint == PerformanceHint::kCumulativeThroughput && !several_devices) continue;
      const auto properties = millrace::read_device_properties(core, model, {.device = device, .hint = hint});
      show(properties);
      if (!properties.absent.empty()) break;
    }
  }
} catch (const std::exception& error) {
  std::cerr << "01_device_properties: " << error.what() << '\n';
  return 1;
}
