// What cutting a graph at its heads is worth: the engine alone, and pictures to boxes, cut and uncut in turn.
//
//   cut_graph yolov5n.onnx pictures/*.jpg --rounds 12

#include <cstdio>
#include <functional>
#include <string>
#include <thread>
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

struct Way {
  std::string name;
  std::function<std::size_t()> work;
  std::vector<double> cpu = {};
  std::vector<double> wall = {};
};

void print(const Way& uncut, const Way& cut) {
  const auto ratio = [](const std::vector<double>& of, const std::vector<double>& against) {
    const tuning::PairedRatio found = tuning::paired_ratio(of, against);
    return fmt::format("{:.3f} ({:.3f}-{:.3f})", found.median, found.low, found.high);
  };
  fmt::print("{:16} {:9.2f} {:9.2f}   {:22} {:9.2f} {:9.2f}   {}\n", cut.name, median(uncut.cpu), median(cut.cpu),
             ratio(uncut.cpu, cut.cpu), median(uncut.wall), median(cut.wall), ratio(uncut.wall, cut.wall));
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
  const auto detector = [&](bool cut_graph) {
    const CompileOptions compile{.precision = parse_precision(arguments.precision)};
    return Detector(core, arguments.model, {.compile = compile, .cut_graph = cut_graph});
  };
  DetectionPipeline uncut(detector(false));
  DetectionPipeline cut(detector(true));
  std::vector<Way> ways{{"engine", [&] { return run_engine(uncut.detector(), arguments.seconds); }},
                        {"engine", [&] { return run_engine(cut.detector(), arguments.seconds); }},
                        {"picture to boxes", [&] { return run_pictures(uncut, pictures); }},
                        {"picture to boxes", [&] { return run_pictures(cut, pictures); }}};
  for (const Way& way : ways) way.work();  // warm-up, and the comparison on the first picture
  const Sourced<GraphForm>& graph = cut.detector().spec().graph;
  fmt::print("{} in {}, {} ({})\n{} rounds; ratios with the interval that holds the true median at 95 %\n\n",
             arguments.model, cut.detector().precision(), to_string(graph.value), graph.origin, arguments.rounds);
  for (std::size_t round = 0; round < arguments.rounds; ++round) {
    for (const std::size_t i : tuning::round_order(ways.size(), round)) {
      const Cost cost = cost_of(ways[i].work);
      ways[i].cpu.push_back(cost.cpu);
      ways[i].wall.push_back(cost.wall);
    }
  }
  fmt::print("{:16} {:>9} {:>9}   {:22} {:>9} {:>9}   {}\n", "ms a picture", "CPU uncut", "CPU cut", "uncut / cut",
             "wall un.", "wall cut", "uncut / cut");
  print(ways[0], ways[1]);
  print(ways[2], ways[3]);
  return 0;
}

}  // namespace
}  // namespace millrace::benchmarks

int main(int count, char** words) {
  millrace::benchmarks::Arguments arguments;
  CLI::App app("What cutting a graph at its heads is worth, alone and on the way from pictures to boxes.");
  app.add_option("MODEL", arguments.model)->required();
  app.add_option("SOURCE", arguments.sources, "Pictures, folders, patterns")->required();
  app.add_option("--precision", arguments.precision, "auto, f32, bf16 or f16")->capture_default_str();
  app.add_option("--rounds", arguments.rounds, "Rounds (at least 6)")->capture_default_str();
  app.add_option("--time", arguments.seconds, "Seconds for each engine in a round")->capture_default_str();
  return millrace::benchmarks::run_program("cut_graph", app, count, words,
                                           [&] { return millrace::benchmarks::run(arguments); });
}
