// What a queue costs a job: ways to keep requests busy, measured in turn.
//
//   queue_overhead --python .venv/bin/python --rounds 20
//   queue_overhead --model yolov5n.onnx --requests 2 --rounds 20 --time 2

#include <cstdio>
#include <filesystem>
#include <string>
#include <vector>

#include <CLI/CLI.hpp>
#include <fmt/format.h>

#include "contenders.hpp"
#include "millrace/tuning/statistics.hpp"
#include "openvino/core/graph_util.hpp"
#include "openvino/op/parameter.hpp"
#include "openvino/op/relu.hpp"
#include "openvino/runtime/core.hpp"
#include "openvino/runtime/properties.hpp"
#include "program.hpp"
#include "tuning/paired_ratio.hpp"
#include "tuning/round_order.hpp"

namespace millrace::benchmarks {
namespace {

struct Arguments {
  std::string model;
  std::string python;
  std::vector<std::size_t> requests = {1, 2, 4, 8};
  std::size_t rounds = 20;
  double seconds = 0.2;
};

/// The smallest model there is: what its jobs cost is what handing them over costs. Written to a file, for Python.
std::string relu_file() {
  const auto x = std::make_shared<ov::op::v0::Parameter>(ov::element::f32, ov::Shape{1, 4});
  const auto model = std::make_shared<ov::Model>(ov::OutputVector{std::make_shared<ov::op::v0::Relu>(x)},
                                                 ov::ParameterVector{x}, "relu");
  const auto file = std::filesystem::temp_directory_path() / "millrace_queue_overhead.xml";
  ov::save_model(model, file.string(), false);
  return file.string();
}

Contenders make_contenders(const ov::CompiledModel& model, const std::string& file, std::size_t requests,
                           const std::string& python) {
  Contenders all;
  all.push_back(bare_loop(model, requests));
  all.push_back(tensor_loop(model, requests));
  all.push_back(slots_in_continuations(model, requests));
  all.push_back(submits_in_continuations(model, requests));
  all.push_back(submits_of_a_thread(model, requests));
  all.push_back(async_queue(model, requests));
  if (python.empty()) return all;
  all.push_back(python_queue(python, file, requests, true));
  all.push_back(python_queue(python, file, requests, false));
  return all;
}

std::string ratio_text(const tuning::PairedRatio& ratio) {
  return fmt::format("{:5.2f} ({:.2f}-{:.2f})", ratio.median, ratio.low, ratio.high);
}

void print(const Contenders& contenders, const std::vector<std::vector<double>>& times, std::size_t requests) {
  fmt::print("\n{} requests            us a job (middle half)   to the bare loop     to the one with tensor calls\n",
             requests);
  for (std::size_t i = 0; i < contenders.size(); ++i) {
    const Spread spread = middle_half(times[i]);
    fmt::print("{:22} {:7.2f} ({:.2f}-{:.2f})   {:20} {}\n", contenders[i]->name(), spread.middle, spread.low,
               spread.high, ratio_text(tuning::paired_ratio(times[i], times[0])),
               ratio_text(tuning::paired_ratio(times[i], times[1])));
  }
  std::fflush(stdout);
}

void compare(const ov::CompiledModel& model, const std::string& file, std::size_t requests,
             const Arguments& arguments) {
  const Contenders contenders = make_contenders(model, file, requests, arguments.python);
  const Contender::Seconds time(arguments.seconds);
  for (const auto& contender : contenders) contender->measure(time / 4);  // warm-up
  std::vector<std::vector<double>> times(contenders.size());
  for (std::size_t round = 0; round < arguments.rounds; ++round) {
    for (const std::size_t i : tuning::round_order(contenders.size(), round)) {
      times[i].push_back(contenders[i]->measure(time));
    }
  }
  print(contenders, times, requests);
}

int run(const Arguments& arguments) {
  const std::string file = arguments.model.empty() ? relu_file() : arguments.model;
  ov::Core core;
  const ov::CompiledModel model =
      core.compile_model(file, "CPU", ov::hint::performance_mode(ov::hint::PerformanceMode::THROUGHPUT));
  fmt::print("{} on CPU, {} streams; {} rounds of {:g} s for each way, in changing order\n", file,
             model.get_property(ov::num_streams).num, arguments.rounds, arguments.seconds);
  for (const std::size_t requests : arguments.requests) compare(model, file, requests, arguments);
  return 0;
}

}  // namespace
}  // namespace millrace::benchmarks

int main(int count, char** words) {
  millrace::benchmarks::Arguments arguments;
  CLI::App app("What a queue costs a job: ways to keep infer requests busy, measured in turn.");
  app.add_option("--model", arguments.model, "A model with one static input; a single ReLU when none is given");
  app.add_option("--requests", arguments.requests, "Numbers of requests")->delimiter(',')->capture_default_str();
  app.add_option("--rounds", arguments.rounds, "Rounds (at least 6)")->capture_default_str();
  app.add_option("--time", arguments.seconds, "Seconds for each way in a round")->capture_default_str();
  app.add_option("--python", arguments.python, "A Python that has openvino: its AsyncInferQueue takes part");
  return millrace::benchmarks::run_program("queue_overhead", app, count, words,
                                           [&] { return millrace::benchmarks::run(arguments); });
}
