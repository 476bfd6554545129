// The simplest way from a picture to boxes: one request, and the program waits for it.
//
//   02_sync MODEL PICTURE...
//
// While this thread prepares a picture or makes boxes, the device has nothing to do; while the device works, this
// thread waits. 03_two_requests and 04_async_infer_queue do better.
#include <iostream>
#include <stdexcept>
#include <string>

#include <openvino/runtime/core.hpp>
#include <openvino/runtime/infer_request.hpp>

#include <millrace/base/clock.hpp>
#include <millrace/io/picture_reader.hpp>
#include <millrace/models/detector.hpp>

// A picture as 8-bit BGR pixels, turned as its EXIF data says.
millrace::Image read(const std::string& path) {
  millrace::PictureOrReason read = millrace::read_picture(path);
  if (!read.ok()) throw std::runtime_error(path + ": " + read.reason);
  return std::move(read.picture);
}

void print(const millrace::Detection& found, const std::vector<std::string>& labels) {
  const auto& [x1, y1, x2, y2] = found.box;
  std::cout << "  " << labels[static_cast<std::size_t>(found.class_id)] << ' ' << found.score << " at " << x1 << ','
            << y1 << " - " << x2 << ',' << y2 << '\n';
}

int main(int argc, char** argv) try {
  if (argc < 3) {
    std::cerr << "usage: 02_sync MODEL PICTURE...\n";
    return 2;
  }
  // 1. Read the model, see what it is, and compile it. LATENCY: the whole device works on one picture.
  ov::Core core;
  const millrace::Detector detector(core, argv[1], {.compile = {.hint = millrace::PerformanceHint::kLatency}});

  // 2. One request: an input tensor, an output tensor, and a run at a time.
  ov::CompiledModel model = detector.compiled_model();
  ov::InferRequest request = model.create_infer_request();

  for (int i = 2; i < argc; ++i) {
    const millrace::Image picture = read(argv[i]);

    // 3. Scale and pad the picture straight into the request's input tensor.
    const millrace::Letterbox fit = detector.prepare(picture.view(), request.get_input_tensor());

    // 4. Infer. Nothing else happens meanwhile.
    const auto start = millrace::Clock::now();
    request.infer();
    const millrace::Milliseconds latency = millrace::Clock::now() - start;

    // 5. Make boxes of the output: threshold, NMS, back to the picture's own pixels.
    const auto found = detector.decode(request, fit);
    std::cout << argv[i] << ": " << found.size() << " found in " << latency.count() << " ms\n";
    for (const millrace::Detection& detection : found) print(detection, detector.labels());
  }
} catch (const std::exception& error) {
  std::cerr << "02_sync: " << error.what() << '\n';
  return 1;
}
