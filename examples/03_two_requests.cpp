// Two requests in turn: while the device works on one picture, this thread prepares the next one.
//
//   03_two_requests MODEL PICTURE...
//
// The classic of OpenVINO's demos. It needs care: who waits for whom, what was started and not finished, what a failed
// run leaves behind. And it stops at two: a device with eight streams still has nothing to do on six of them.
#include <iostream>
#include <optional>
#include <stdexcept>
#include <string>
#include <utility>

#include <openvino/runtime/core.hpp>
#include <openvino/runtime/infer_request.hpp>

#include <millrace/io/picture_reader.hpp>
#include <millrace/models/detector.hpp>

// A request and the picture that is in it, from start() to finish().
struct Lane {
  ov::InferRequest request;
  std::string path;
  std::optional<millrace::Letterbox> fit;  // none: nothing was started
};

void start(Lane& lane, const std::string& path, const millrace::Detector& detector) {
  const millrace::PictureOrReason read = millrace::read_picture(path);
  if (!read.ok()) throw std::runtime_error(path + ": " + read.reason);
  lane.fit = detector.prepare(read.picture.view(), lane.request.get_input_tensor());
  lane.path = path;
  lane.request.start_async();  // returns at once
}

void finish(Lane& lane, const millrace::Detector& detector) {
  if (!lane.fit) return;
  lane.request.wait();  // throws what the inference failed with
  const auto found = detector.decode(lane.request, *lane.fit);
  lane.fit.reset();
  std::cout << lane.path << ": " << found.size() << " found";
  for (const auto& detection : found) {
    std::cout << ", " << detector.labels()[static_cast<std::size_t>(detection.class_id)] << ' ' << detection.score;
  }
  std::cout << '\n';
}

int main(int argc, char** argv) try {
  if (argc < 3) {
    std::cerr << "usage: 03_two_requests MODEL PICTURE...\n";
    return 2;
  }
  // 1. THROUGHPUT: the device takes several pictures at once, if it is given them.
  ov::Core core;
  const millrace::Detector detector(core, argv[1], {.compile = {.hint = millrace::PerformanceHint::kThroughput}});

  // 2. Two requests of the same compiled model, each with tensors of its own.
  ov::CompiledModel model = detector.compiled_model();
  Lane current{model.create_infer_request(), {}, {}};
  Lane next{model.create_infer_request(), {}, {}};

  // 3. Start the next picture, wait for the current one, swap.
  for (int i = 2; i < argc; ++i) {
    start(next, argv[i], detector);
    finish(current, detector);
    std::swap(current, next);
  }
  // 4. The last one is still running.
  finish(current, detector);
} catch (const std::exception& error) {
  std::cerr << "03_two_requests: " << error.what() << '\n';
  return 1;
}
