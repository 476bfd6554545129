// YOLOv5 on AsyncInferQueue, step by step: as many requests as the device wants, one callback, no waiting in between.
//
//   04_async_infer_queue MODEL PICTURE...
//
// The names are those of OpenVINO's Python class, so a Python program of this kind moves over line by line.
#include <algorithm>
#include <any>
#include <iomanip>
#include <iostream>
#include <set>
#include <stdexcept>
#include <string>
#include <vector>

#include <openvino/runtime/core.hpp>

#include <millrace/io/picture_reader.hpp>
#include <millrace/models/detector.hpp>
#include <millrace/queue/async_infer_queue.hpp>
#include <millrace/tuning/statistics.hpp>

using millrace::Clock;
using Seconds = std::chrono::duration<double>;

// What the callback must know about a job; it travels as userdata.
struct Job {
  std::size_t id;
  millrace::Letterbox fit;
};

millrace::Image read(const std::string& path) {
  millrace::PictureOrReason read = millrace::read_picture(path);
  if (!read.ok()) throw std::runtime_error(path + ": " + read.reason);
  return std::move(read.picture);
}

int main(int argc, char** argv) try {
  if (argc < 3) {
    std::cerr << "usage: 04_async_infer_queue MODEL PICTURE...\n";
    return 2;
  }
  std::vector<millrace::Image> pictures;
  for (int i = 2; i < argc; ++i) pictures.push_back(read(argv[i]));

  // 1. Read and compile the model with a hint. The Detector recognises YOLOv5 and knows the steps around inference.
  ov::Core core;
  const millrace::Detector detector(core, argv[1], {.compile = {.hint = millrace::PerformanceHint::kThroughput}});

  // 2. The queue: as many requests as this device calls optimal for this model and hint. What the callback uses is
  // declared before it: the queue's end waits for the last callback.
  std::vector<std::vector<millrace::Detection>> found;
  millrace::AsyncInferQueue queue(detector.compiled_model());
  std::cout << std::fixed << std::setprecision(4) << "Number of infer requests in InferQueue: " << queue.size() << '\n';

  // 3. The callback: threshold, NMS, boxes back to the picture's pixels. Every job has a place of its own in `found`.
  const std::size_t jobs = std::max({std::size_t{100}, queue.size(), pictures.size()});
  found.resize(jobs);
  queue.set_callback([&](millrace::Request& request, const std::any& userdata) {
    const Job& job = std::any_cast<const Job&>(userdata);
    found[job.id] = detector.decode(request.infer_request(), job.fit);
  });

  // 4. One job: scale and pad a picture into a tensor, and start; that blocks while no request is idle.
  const ov::Output<const ov::Node> port = detector.compiled_model().input();
  const auto start = [&](std::size_t id) {
    const auto begin = Clock::now();
    const ov::Tensor input(port.get_element_type(), port.get_shape());
    const millrace::Letterbox fit = detector.prepare(pictures[id % pictures.size()].view(), input);
    std::cout << "Preprocess " << id << ": " << Seconds(Clock::now() - begin).count() << " seconds\n";
    queue.start_async(input, Job{id, fit});
  };

  // 5. Warm up: as many jobs as requests, side by side, so that the first and slower run of each is over.
  for (std::size_t id = 0; id < queue.size(); ++id) start(id);
  queue.wait_all();

  // 6. The benchmark. A request that is idle again has finished a job: note how long that took, give it the next.
  std::vector<double> latencies;  // milliseconds
  std::set<std::size_t> in_flight;
  const auto begin = Clock::now();
  for (std::size_t id = 0; id < jobs; ++id) {
    const std::size_t idle = queue.get_idle_request_id();
    if (!in_flight.insert(idle).second) latencies.push_back(queue[idle].latency().count());
    start(id);  // takes the idle request
  }
  queue.wait_all();  // throws the first error, if there was one
  const Seconds duration = Clock::now() - begin;
  for (const std::size_t id : in_flight) latencies.push_back(queue[id].latency().count());

  // 7. What was found, and how fast.
  for (std::size_t i = 0; i < pictures.size(); ++i) {
    std::cout << argv[i + 2] << ": " << found[i].size() << " found";
    for (const auto& [box, score, class_id] : found[i]) {
      std::cout << ", " << detector.labels()[static_cast<std::size_t>(class_id)] << ' ' << score;
    }
    std::cout << '\n';
  }
  std::cout << "Throughput: " << static_cast<double>(jobs) / duration.count() << " pictures/s\n"
            << "Latency: median " << millrace::median(latencies) << " ms, p99 " << millrace::quantile(latencies, 0.99)
            << " ms\n";
} catch (const std::exception& error) {
  std::cerr << "04_async_infer_queue: " << error.what() << '\n';
  return 1;
}
