// What millrace::AsyncInferQueue does in each scenario of compare.py: queue_scenarios SCENARIO
//
// Prints one line: ok, or what went wrong. The same steps as in python_scenarios.py.

#include <algorithm>
#include <atomic>
#include <functional>
#include <iostream>
#include <map>
#include <mutex>
#include <set>
#include <string>
#include <thread>
#include <vector>

#include "millrace/base/error.hpp"
#include "millrace/queue/async_infer_queue.hpp"
#include "openvino/op/parameter.hpp"
#include "openvino/op/relu.hpp"
#include "openvino/op/subtract.hpp"
#include "openvino/op/topk.hpp"
#include "openvino/runtime/core.hpp"

namespace {

namespace op = ov::op;
using millrace::AsyncInferQueue;
using millrace::Inputs;
using millrace::Request;

/// y = relu(x) for k = 1; k = 5 fails in the inference.
std::shared_ptr<ov::Model> relu_or_fault() {
  const auto x = std::make_shared<op::v0::Parameter>(ov::element::f32, ov::Shape{1, 4});
  const auto k = std::make_shared<op::v0::Parameter>(ov::element::i32, ov::Shape{});
  const auto relu = std::make_shared<op::v0::Relu>(x);
  const auto top = std::make_shared<op::v11::TopK>(relu, k, 1, op::TopKMode::MAX, op::TopKSortType::SORT_VALUES);
  return std::make_shared<ov::Model>(ov::OutputVector{relu, top->output(0)}, ov::ParameterVector{x, k});
}

/// y = a - b.
std::shared_ptr<ov::Model> difference() {
  const auto a = std::make_shared<op::v0::Parameter>(ov::element::f32, ov::Shape{4});
  const auto b = std::make_shared<op::v0::Parameter>(ov::element::f32, ov::Shape{4});
  return std::make_shared<ov::Model>(ov::OutputVector{std::make_shared<op::v1::Subtract>(a, b)},
                                     ov::ParameterVector{a, b});
}

AsyncInferQueue queue_of(const std::shared_ptr<ov::Model>& model, std::size_t jobs) {
  static ov::Core core;
  return AsyncInferQueue(core.compile_model(model, "CPU"), jobs);
}

ov::Tensor filled(const ov::Shape& shape, int number) {
  ov::Tensor tensor(ov::element::f32, shape);
  std::fill_n(tensor.data<float>(), tensor.get_size(), static_cast<float>(number));
  return tensor;
}

Inputs inputs(int number, bool fails = false) {
  ov::Tensor k(ov::element::i32, {});
  *k.data<std::int32_t>() = fails ? 5 : 1;
  return {filled({1, 4}, number), k};
}

float first(const ov::Tensor& tensor) {
  return *tensor.data<const float>();
}

void wait_and_ignore(AsyncInferQueue& queue) {
  try {
    queue.wait_all();
  } catch (const std::exception&) {
  }
}

std::string serves_after_a_failed_inference() {
  AsyncInferQueue queue = queue_of(relu_or_fault(), 2);
  queue.start_async(inputs(1, true));
  wait_and_ignore(queue);
  std::atomic<int> done = 0;
  queue.set_callback([&](Request&, const std::any&) { ++done; });
  for (int number = 0; number < 8; ++number) queue.start_async(inputs(number), number);
  queue.wait_all();
  return done == 8 ? "ok" : std::to_string(done) + " of 8 results came";
}

std::string keeps_its_requests_after_wrong_inputs() {
  AsyncInferQueue queue = queue_of(relu_or_fault(), 2);
  for (int i = 0; i < 4; ++i) {
    try {
      queue.start_async(filled({3, 3}, 0));
    } catch (const millrace::Error&) {
    }
  }
  for (int number = 0; number < 4; ++number) queue.start_async(inputs(number));
  queue.wait_all();
  return "ok";
}

std::string serves_eight_producers() {
  AsyncInferQueue queue = queue_of(relu_or_fault(), 4);
  std::mutex mutex;
  std::multiset<int> seen;
  int wrong = 0;
  queue.set_callback([&](Request& request, const std::any& userdata) {
    const std::lock_guard lock(mutex);
    const int number = std::any_cast<int>(userdata);
    seen.insert(number);
    if (first(request.get_output_tensor(0)) != static_cast<float>(number)) ++wrong;
  });
  std::vector<std::jthread> producers;
  for (int p = 0; p < 8; ++p) {
    producers.emplace_back([&, p] {
      for (int number = 50 * p; number < 50 * (p + 1); ++number) queue.start_async(inputs(number), number);
    });
  }
  producers.clear();
  queue.wait_all();
  const std::size_t different = std::set<int>(seen.begin(), seen.end()).size();
  if (seen.size() != 400 || different != 400) {
    return std::to_string(different) + " of 400 jobs were seen, " + std::to_string(seen.size()) + " times";
  }
  return wrong == 0 ? "ok" : std::to_string(wrong) + " results of other jobs";
}

std::string runs_callbacks_when_it_is_destroyed() {
  std::atomic<int> done = 0;
  {
    AsyncInferQueue queue = queue_of(relu_or_fault(), 4);
    queue.set_callback([&](Request&, const std::any&) { ++done; });
    for (int number = 0; number < 4; ++number) queue.start_async(inputs(number), number);
  }
  return done == 4 ? "ok" : std::to_string(done) + " of 4 callbacks ran";
}

std::string leaves_held_outputs_alone() {
  AsyncInferQueue queue = queue_of(relu_or_fault(), 1);
  std::vector<ov::Tensor> held;
  queue.set_callback([&](Request& request, const std::any&) { held.push_back(request.get_output_tensor(0)); });
  for (int number = 0; number < 4; ++number) {
    queue.start_async(inputs(number), number);
    queue.wait_all();
  }
  for (int number = 0; number < 4; ++number) {
    if (first(held[static_cast<std::size_t>(number)]) != static_cast<float>(number)) return "outputs were overwritten";
  }
  return "ok";
}

std::string refuses_a_missing_input() {
  AsyncInferQueue queue = queue_of(difference(), 1);
  queue.start_async({filled({4}, 5), filled({4}, 2)});
  queue.wait_all();
  try {
    queue.start_async({{0, filled({4}, 9)}});
    queue.wait_all();
  } catch (const millrace::Error&) {
    return "ok";
  }
  return "it used the other job's input";
}

std::string refuses_an_index_out_of_range() {
  const AsyncInferQueue queue = queue_of(relu_or_fault(), 2);
  try {
    static_cast<void>(queue[5].get_output_tensor());
  } catch (const std::out_of_range&) {
    return "ok";
  }
  return "no error";
}

std::string starts_from_its_callback_with_one_request() {
  AsyncInferQueue queue = queue_of(relu_or_fault(), 1);
  std::atomic<int> done = 0;
  queue.set_callback([&](Request&, const std::any& userdata) {
    const int number = std::any_cast<int>(userdata);
    ++done;
    if (number < 3) queue.start_async(inputs(number + 1), number + 1);
  });
  queue.start_async(inputs(0), 0);
  queue.wait_all();
  return done == 4 ? "ok" : std::to_string(done) + " of 4 callbacks ran";
}

std::string waits_for_all_although_one_failed() {
  AsyncInferQueue queue = queue_of(relu_or_fault(), 2);
  std::atomic<int> done = 0;
  queue.set_callback([&](Request&, const std::any&) {
    std::this_thread::sleep_for(std::chrono::milliseconds(300));
    ++done;
  });
  queue.start_async(inputs(0, true), 0);
  queue.start_async(inputs(1), 1);
  wait_and_ignore(queue);
  return done == 1 ? "ok" : "wait_all() returned while another job ran";
}

const std::map<std::string, std::string (*)()> kScenarios = {
    {"serves_after_a_failed_inference", serves_after_a_failed_inference},
    {"keeps_its_requests_after_wrong_inputs", keeps_its_requests_after_wrong_inputs},
    {"serves_eight_producers", serves_eight_producers},
    {"runs_callbacks_when_it_is_destroyed", runs_callbacks_when_it_is_destroyed},
    {"leaves_held_outputs_alone", leaves_held_outputs_alone},
    {"refuses_a_missing_input", refuses_a_missing_input},
    {"refuses_an_index_out_of_range", refuses_an_index_out_of_range},
    {"starts_from_its_callback_with_one_request", starts_from_its_callback_with_one_request},
    {"waits_for_all_although_one_failed", waits_for_all_although_one_failed},
};

}  // namespace

int main(int count, char** words) {
  const auto scenario = kScenarios.find(count > 1 ? words[1] : "");
  if (scenario == kScenarios.end()) {
    std::cerr << "queue_scenarios: give one of\n";
    for (const auto& [name, run] : kScenarios) std::cerr << "  " << name << '\n';
    return 2;
  }
  std::cout << scenario->second() << '\n' << std::flush;
}
