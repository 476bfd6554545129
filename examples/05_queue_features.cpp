// What InferQueue can do, one feature a function: 05_queue_features
#include <chrono>
#include <coroutine>
#include <exception>
#include <functional>
#include <future>
#include <iostream>
#include <optional>
#include <thread>
#include <vector>

#include <openvino/op/relu.hpp>
#include <openvino/openvino.hpp>

#include <millrace/queue/chrome_trace.hpp>
#include <millrace/queue/infer_queue.hpp>
#include <millrace/queue/ordered.hpp>
#include <millrace/queue/sequencer.hpp>

using namespace millrace;

namespace {

/// y = x, so that each result shows which job it belongs to.
ov::CompiledModel echo_model(ov::Core& core) {
  const auto x = std::make_shared<ov::op::v0::Parameter>(ov::element::f32, ov::PartialShape{1, 1});
  const auto model =
      std::make_shared<ov::Model>(ov::OutputVector{std::make_shared<ov::op::v0::Relu>(x)}, ov::ParameterVector{x});
  return core.compile_model(model, "CPU", ov::hint::performance_mode(ov::hint::PerformanceMode::THROUGHPUT));
}

ov::Tensor tensor(int value) {
  ov::Tensor made(ov::element::f32, {1, 1});
  made.data<float>()[0] = static_cast<float>(value);
  return made;
}

float value(const Result& result) {
  return result[0].data<const float>()[0];
}

const std::vector<int> kItems{1, 2, 3, 4, 5};

void pull_in_order(const ov::CompiledModel& model) {
  InferQueue queue(model);
  const auto prepare = [](int item, Slot& slot) { tensor(item).copy_to(slot.input()); };
  std::cout << "ordered:";
  for (const Result& result : ordered(queue, kItems, prepare)) std::cout << ' ' << value(result);
}

void push_in_order(const ov::CompiledModel& model) {
  InferQueue queue(model);
  std::cout << "\nSequencer:";
  Sequencer in_order([](const Outcome& outcome) { std::cout << ' ' << value(outcome.result()); });
  for (const int item : kItems) in_order.add(queue.submit(tensor(item)));
  in_order.wait();
}

void newest_frame_wins(const ov::CompiledModel& model) {
  InferQueue queue(model, {.requests = 1, .backlog = 1, .full = WhenFull::kDropOldest});
  std::optional<Slot> busy = queue.acquire();  // the device is slower than the camera
  std::vector<Job> frames;
  for (const int item : kItems) frames.push_back(queue.submit(tensor(item)));
  busy.reset();
  std::cout << "\nkDropOldest: " << value(frames.back().get()) << ", " << queue.stats().dropped << " dropped";
}

void stop_jobs(const ov::CompiledModel& model) {
  InferQueue queue(model, {.requests = 1, .backlog = 3});
  const Slot busy = queue.acquire();
  std::stop_source stop;
  Job cancelled = queue.submit(tensor(1));
  Job by_token = queue.submit(tensor(2), {.stop = stop.get_token()});
  Job too_late = queue.submit(tensor(3), {.deadline = Clock::now() + std::chrono::milliseconds(1)});
  cancelled.cancel();
  stop.request_stop();
  std::cout << "\nstopped:";
  for (Job* job : {&cancelled, &by_token, &too_late}) std::cout << ' ' << to_string(*job->outcome().stopped());
}

/// A coroutine that ends by itself.
struct Task {
  struct promise_type {
    Task get_return_object() { return {}; }
    std::suspend_never initial_suspend() noexcept { return {}; }
    std::suspend_never final_suspend() noexcept { return {}; }
    void return_void() {}
    void unhandled_exception() { std::terminate(); }
  };
};

Task await(InferQueue& queue, std::promise<float>& sum) {
  const ov::Tensor input = tensor(20);
  const Result first = co_await queue.submit(input);
  Slot slot = co_await queue.async_acquire();
  tensor(22).copy_to(slot.input());
  const Result second = co_await std::move(slot).start();
  sum.set_value(value(first) + value(second));
}

void coroutine(const ov::CompiledModel& model) {
  InferQueue queue(model);
  std::promise<float> sum;
  await(queue, sum);
  std::cout << "\nco_await: " << sum.get_future().get();
}

thread_local bool thread_of_ours = false;

void elsewhere(const ov::CompiledModel& model) {
  const auto on_a_thread = [](std::function<void()> run) {  // in a real program a pool
    std::thread([run = std::move(run)] {
      thread_of_ours = true;
      run();
    }).detach();
  };
  InferQueue queue(model, {.requests = 1, .deliver = on_a_thread});
  bool ours = false;
  std::optional<Slot> busy = queue.acquire();  // a job that is done already would run its continuation here
  queue.submit(tensor(1)).on_done([&](const Outcome&) { ours = thread_of_ours; });
  busy.reset();
  queue.drain();
  std::cout << "\ndeliver: " << (ours ? "on a thread of ours" : "on the device's");
}

void borrow(const ov::CompiledModel& model) {
  InferQueue queue(model, {.requests = 1, .results = Results::kBorrow});
  Result held = queue.submit(tensor(1)).get();
  const bool busy = !queue.ready();
  held = {};
  std::cout << "\nkBorrow: " << (busy && queue.ready() ? "the request was ours until we let go" : "?");
}

void watch(const ov::CompiledModel& model) {
  const ChromeTrace trace("queue_trace.json");  // open it in https://ui.perfetto.dev
  const auto on_stall = [](const StallReport& report) { std::cerr << report.text() << '\n'; };
  InferQueue queue(model,
                   {.trace = trace.hook("example"), .stall_timeout = Milliseconds(10'000), .on_stall = on_stall});
  for (const int item : kItems) queue.submit(tensor(item)).get();
  queue.drain();
  std::cout << "\nstats: " << queue.stats().succeeded << " of " << queue.stats().submitted << " succeeded\n";
}

}  // namespace

int main() {
  ov::Core core;
  const ov::CompiledModel model = echo_model(core);
  for (const auto show :
       {pull_in_order, push_in_order, newest_frame_wins, stop_jobs, coroutine, elsewhere, borrow, watch}) {
    show(model);
  }
}
