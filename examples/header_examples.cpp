// The examples that stand in the public headers, in the order of their paths. They are compiled here and never run.

#include <any>
#include <coroutine>
#include <cstddef>
#include <deque>
#include <functional>
#include <iostream>
#include <map>
#include <memory>
#include <span>
#include <string>
#include <utility>
#include <vector>

#include "millrace/io/result_folder.hpp"
#include "millrace/millrace.hpp"
#include "millrace/queue/chrome_trace.hpp"
#include "millrace/queue/device_properties.hpp"
#include "millrace/vision/letterbox.hpp"

namespace millrace::header_examples {

// What the examples take for granted.
template <class... Values>
void show(const Values&... /*values*/) {}
template <class... Values>
void use(const Values&... /*values*/) {}
void log(const std::string& /*text*/) {}
template <class Picture>
void preprocess(const Picture& /*picture*/, const ov::Tensor& /*input*/) {}
template <class Picture>
void fill(const Picture& /*picture*/, const ov::Tensor& /*input*/) {}

struct ThreadPool {
  explicit ThreadPool(int /*threads*/) {}
  void post(std::function<void()> run) { waiting.push_back(std::move(run)); }

  std::deque<std::function<void()>> waiting;
};

struct Coroutine {
  struct promise_type {
    Coroutine get_return_object() { return {}; }
    std::suspend_never initial_suspend() noexcept { return {}; }
    std::suspend_never final_suspend() noexcept { return {}; }
    void return_void() {}
    void unhandled_exception() {}
  };
};

void base_error() {
  throw Error(ErrorCode::kDevice, "no device GPU.0 here; available: CPU");
}

void io_result_folder() {
  ResultFolder folder("out");
  folder.create();
  folder.put("labels/bus.txt", "5 0.5 0.5 0.2 0.2\n");
}

void io_picture_list() {
  use(list_pictures(std::vector<std::string>{"bus.jpg", "holiday/", "cam/2026-*.png"}));
}

void io_picture_reader(const std::vector<std::string>& paths) {
  PictureReader reader({.input = {640, 640}});
  for (const std::string& path : paths) {
    if (PictureOrReason read = reader.read(path); read.ok()) show(read.picture);
  }
  if (PictureOrReason read = read_picture("bus.jpg"); read.ok()) show(read.picture);
}

void io_picture_source(const std::vector<std::string>& arguments) {
  PictureSource source(list_pictures(arguments).pictures);
}

void millrace_header(ov::Core& core) {
  Detector detector(core, "yolov5n.onnx");
  InferQueue queue(detector.compiled_model());
}

void models_detector(const Image& picture) {
  ov::Core core;
  Detector detector(core, "yolov5n.onnx", {.compile = {.device = "CPU"}});
  for (const Detection& found : detector.detect(picture.view())) std::cout << found.class_id << ' ' << found.score;
}

void pipeline_detection_pipeline(ov::Core& core) {
  DetectionPipeline pipeline(Detector(core, "yolov5n.onnx"));
  PictureSource source({"bus.jpg", "zidane.jpg"});
  JsonlSink sink("-", pipeline.detector().labels());
  Summary summary = pipeline.run(source, sink);
  use(summary);
}

void queue_async_infer_queue(const ov::CompiledModel& model, const std::vector<ov::Tensor>& pictures) {
  AsyncInferQueue queue(model, 4);
  queue.set_callback([](Request& request, const std::any& userdata) {
    show(std::any_cast<std::size_t>(userdata), request.get_output_tensor());
  });
  for (std::size_t i = 0; i < pictures.size(); ++i) {
    queue.start_async(pictures[i], i);  // blocks while no request is idle
  }
  queue.wait_all();
}

void queue_chrome_trace(const ov::CompiledModel& model) {
  ChromeTrace trace("queue.json");
  InferQueue queue(model, {.trace = trace.hook("detector")});
}

void queue_compile_options(ov::Core& core, const std::shared_ptr<ov::Model>& model, const CompileOptions& options) {
  use(core.compile_model(model, options.device, to_properties(options)));
}

void queue_device_properties(ov::Core& core, const std::shared_ptr<ov::Model>& model) {
  use(read_device_properties(core, model, {.device = "AUTO"}).find("NUM_STREAMS"));
}

void queue_infer_queue(ov::Core& core, const std::shared_ptr<ov::Model>& model,
                       const std::vector<ov::Tensor>& pictures) {
  const auto throughput = ov::hint::performance_mode(ov::hint::PerformanceMode::THROUGHPUT);
  InferQueue queue(core.compile_model(model, "CPU", throughput));
  std::deque<Job> jobs;
  for (const ov::Tensor& picture : pictures) jobs.push_back(queue.submit(picture));  // blocks while it is full
  for (Job& job : jobs) use(job.get()[0]);
}

void queue_inputs(InferQueue& queue, const ov::Tensor& tensor, const ov::Tensor& first, const ov::Tensor& second) {
  queue.submit(tensor);                                                             // a model with one input
  queue.submit({first, second});                                                    // by place
  queue.submit({{0, first}, {"mask", second}});                                     // by index, name or port
  queue.submit(std::map<std::string, ov::Tensor>{{"x", first}, {"mask", second}});  // by name
}

Coroutine queue_job(InferQueue& queue, ov::Tensor tensor, ov::Tensor another) {
  Job job = queue.submit(tensor);
  Result result = job.get();                      // waits; throws the job's own exception
  Result other = co_await queue.submit(another);  // the same, without blocking a thread
  use(result, other);
}

void queue_options(const ov::CompiledModel& model) {
  ThreadPool pool(4);  // of your own, or asio::thread_pool, ...
  InferQueue queue(model, {.deliver = [&](std::function<void()> run) { pool.post(std::move(run)); }});
}

void queue_ordered(InferQueue& queue, const std::vector<Image>& pictures) {
  const auto prepare = [](const Image& picture, Slot& slot) { fill(picture, slot.input()); };
  for (const Result& result : ordered(queue, pictures, prepare)) show(result);
}

void queue_outcome(Job& job) {
  job.on_done([](const Outcome& outcome) {
    if (outcome.ok()) use(outcome.result()[0]);
    if (outcome.error()) log(describe(outcome.error()));
  });
}

void queue_result(const Result& result) {
  int frame = result.userdata<int>();
  use(frame);
}

void queue_sequencer(InferQueue& queue, const std::vector<ov::Tensor>& pictures) {
  Sequencer in_order([](const Outcome& outcome) {
    if (outcome.ok()) show(outcome.result());
  });
  for (const ov::Tensor& picture : pictures) in_order.add(queue.submit(picture));
  in_order.wait();
}

void queue_slot(InferQueue& queue, const Image& picture) {
  Slot slot = queue.acquire();
  preprocess(picture, slot.input());  // straight into the request's tensor: no copy
  Job job = std::move(slot).start();
}

void queue_slot_run(InferQueue& queue, const std::vector<ov::Tensor>& sequence) {
  Slot slot = queue.acquire();
  for (const ov::Tensor& step : sequence) {
    step.copy_to(slot.input());
    use(slot.run()[0]);
  }
}

void vision_letterbox() {
  use(fit_letterbox({1280, 720}, {640, 640}));
}

}  // namespace millrace::header_examples
