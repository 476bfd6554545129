// What the form of a graph is worth: the engine alone, and pictures to boxes, with each form in turn.
//
//   graph_forms yolov5n.onnx pictures/*.jpg --of graph    uncut, and cut at its heads
//   graph_forms yolov5n.onnx pictures/*.jpg --of input    with each number type of the picture input

#include <cstdio>
#include <functional>
#include <map>
#include <string>
#include <thread>
#include <utility>
#include <vector>

#include <CLI/CLI.hpp>
#include <fmt/format.h>

#include "base/platform.hpp"
#include "millrace/io/picture_list.hpp"
#include "millrace/io/picture_source.hpp"
#include "millrace/pipeline/detection_pipeline.hpp"
#include "millrace/queue/device_properties.hpp"
#include "millrace/tuning/statistics.hpp"
#include "program.hpp"
#include "tuning/paired_ratio.hpp"
#include "tuning/request_loop.hpp"
#include "tuning/round_order.hpp"

namespace millrace::benchmarks {
namespace {

struct Arguments {
  std::string model;
  std::vector<std::string> sources;
  std::string of = "graph";
  std::string precision = "auto";
  std::size_t rounds = 12;
  double seconds = 2;
};

/// Milliseconds for one picture.
struct Cost {
  double cpu = 0;
  double wall = 0;
};

/// What `work` costs for each of the pictures that it says it has done.
Cost cost_of(const std::function<std::size_t()>& work) {
  const auto begin = Clock::now();
  const Milliseconds cpu = base::platform::process_cpu_time();
  const auto pictures = static_cast<double>(work());
  const Milliseconds wall = Clock::now() - begin;
  return {.cpu = (base::platform::process_cpu_time() - cpu).count() / pictures, .wall = wall.count() / pictures};
}

std::size_t run_engine(const Detector& detector, double seconds) {
  tuning::RequestLoop loop(detector.compiled_model(), optimal_requests(detector.compiled_model()));
  loop.start();
  std::this_thread::sleep_for(std::chrono::duration<double>(seconds));
  loop.stop();
  return loop.completed();
}

class NoSink : public Sink {
 public:
  void write(const FrameResult&) override {}
  void finish() override {}
};

std::size_t run_pictures(DetectionPipeline& pipeline, const std::vector<std::string>& pictures) {
  PictureSource source(pictures);
  NoSink sink;
  return pipeline.run(source, sink).good_frames();
}

/// One kind of work in one form, and what it cost in each round.
struct Way {
  std::string work;
  std::string form;
  std::function<std::size_t()> run;
  std::vector<double> cpu = {};
  std::vector<double> wall = {};
};

/// `first` is what the ratios are of.
void print(const Way& way, const Way& first) {
  const auto ratio = [](const std::vector<double>& of, const std::vector<double>& against) {
    const tuning::PairedRatio found = tuning::paired_ratio(of, against);
    return fmt::format("{:.3f} ({:.3f}-{:.3f})", found.median, found.low, found.high);
  };
  fmt::print("{:16} {:>8} {:9.2f}   {:22} {:9.2f}   {}\n", way.work, way.form, median(way.cpu),
             ratio(first.cpu, way.cpu), median(way.wall), ratio(first.wall, way.wall));
}

/// The options of each form that is compared, by name; the first is what the others are compared with.
std::map<std::string, std::vector<std::pair<std::string, DetectorOptions>>> comparisons() {
  return {{"graph", {{"uncut", {.cut_graph = false}}, {"cut", {.cut_graph = true}}}},
          {"input",
           {{"u8", {.input_type = PixelType::kU8}},
            {"f32", {.input_type = PixelType::kF32}},
            {"bf16", {.input_type = PixelType::kBf16}},
            {"f16", {.input_type = PixelType::kF16}}}}};
}

std::vector<std::string> repeated(const std::vector<std::string>& pictures, std::size_t least) {
  std::vector<std::string> all;
  while (all.size() < least) all.insert(all.end(), pictures.begin(), pictures.end());
  return all;
}

int run(const Arguments& arguments) {
  constexpr std::size_t kPicturesARound = 60;
  const std::vector<std::string> pictures = repeated(list_pictures(arguments.sources).pictures, kPicturesARound);
  ov::Core core;
  const auto forms = comparisons().at(arguments.of);
  std::vector<DetectionPipeline> pipelines;
  for (auto [name, options] : forms) {
    options.compile.precision = parse_precision(arguments.precision);
    pipelines.emplace_back(Detector(core, arguments.model, options));
  }
  std::vector<Way> ways;
  for (std::size_t i = 0; i < forms.size(); ++i) {
    DetectionPipeline& pipeline = pipelines[i];
    ways.push_back({"engine", forms[i].first, [&] { return run_engine(pipeline.detector(), arguments.seconds); }});
  }
  for (std::size_t i = 0; i < forms.size(); ++i) {
    DetectionPipeline& pipeline = pipelines[i];
    ways.push_back({"picture to boxes", forms[i].first, [&] { return run_pictures(pipeline, pictures); }});
  }
  for (const Way& way : ways) way.run();  // warm-up, and the comparison on the first picture
  const Detector& last = pipelines.back().detector();
  fmt::print("{} in {}, {} ({})\n{} rounds; ratios with the interval that holds the true median at 95 %\n\n",
             arguments.model, last.precision(), to_string(last.spec().graph.value), last.spec().graph.origin,
             arguments.rounds);
  for (std::size_t round = 0; round < arguments.rounds; ++round) {
    for (const std::size_t i : tuning::round_order(ways.size(), round)) {
      const Cost cost = cost_of(ways[i].run);
      ways[i].cpu.push_back(cost.cpu);
      ways[i].wall.push_back(cost.wall);
    }
  }
  fmt::print("{:25} {:>9}   {:22} {:>9}   {}\n", "ms a picture", "CPU", forms[0].first + " / this", "wall",
             forms[0].first + " / this");
  for (std::size_t i = 0; i < ways.size(); ++i) print(ways[i], ways[i < forms.size() ? 0 : forms.size()]);
  return 0;
}

}  // namespace
}  // namespace millrace::benchmarks

int main(int count, char** words) {
  millrace::benchmarks::Arguments arguments;
  CLI::App app("What the form of a graph is worth, alone and on the way from pictures to boxes.");
  app.add_option("MODEL", arguments.model)->required();
  app.add_option("SOURCE", arguments.sources, "Pictures, folders, patterns")->required();
  app.add_option("--of", arguments.of, "graph (uncut, cut) or input (its number type)")
      ->check(CLI::IsMember({"graph", "input"}))
      ->capture_default_str();
  app.add_option("--precision", arguments.precision, "auto, f32, bf16 or f16")->capture_default_str();
  app.add_option("--rounds", arguments.rounds, "Rounds (at least 6)")->capture_default_str();
  app.add_option("--time", arguments.seconds, "Seconds for each engine in a round")->capture_default_str();
  return millrace::benchmarks::run_program("graph_forms", app, count, words,
                                           [&] { return millrace::benchmarks::run(arguments); });
}
