#include "cli/detect/sinks.hpp"

#include <iostream>
#include <utility>
#include <vector>

#include <fmt/format.h>

#include "base/stream_line.hpp"
#include "cli/detect/output_check.hpp"
#include "cli/detect/problem_sink.hpp"
#include "cli/detect/summary_sink.hpp"
#include "cli/detect/verbose_sink.hpp"
#include "millrace/base/error.hpp"
#include "millrace/io/annotated_picture_sink.hpp"
#include "millrace/io/csv_sink.hpp"
#include "millrace/io/jsonl_sink.hpp"
#include "millrace/io/yolo_txt_sink.hpp"

namespace millrace::cli {

DetectPlan plan_outputs(const DetectOutputs& outputs, std::span<const std::string> pictures, InputFiles& inputs) {
  DetectPlan plan;
  if (outputs.uses_folder()) plan.names = io::PictureNames(pictures);
  if (!outputs.coco.empty()) plan.coco.emplace(outputs.coco_truth, pictures);
  check_outputs(outputs, output_folder(outputs), pictures, plan.names, inputs);
  return plan;
}

DetectSinks make_sinks(const DetectOutputs& outputs, const DetectPlan& plan, const Detector& detector) {
  const std::vector<std::string>& labels = detector.labels();
  DetectSinks sinks{.folder = make_folder(outputs)};
  auto all = std::make_unique<SinkList>([](const Frame& frame, const Error& error) {
    std::cerr << base::one_line(fmt::format("{}: a result is not written: {}", frame.source, error.what())) << '\n'
              << std::flush;
  });
  all->add(std::make_unique<ProblemSink>(std::cerr));
  std::ostream& people = outputs.uses_stdout() ? std::cerr : std::cout;
  if (outputs.verbose) all->add(std::make_unique<VerboseSink>(people, labels));
  if (!outputs.verbose && !outputs.uses_stdout()) all->add(std::make_unique<SummarySink>(people, labels));
  if (!outputs.jsonl.empty()) {
    all->add(std::make_unique<JsonlSink>(outputs.jsonl, labels, detector.spec().path, detector.precision()));
  }
  if (plan.coco) {
    auto coco = std::make_unique<CocoSink>(outputs.coco, plan.coco->numbering());
    sinks.coco = coco.get();
    all->add(std::move(coco));
  }
  if (!outputs.csv.empty()) all->add(std::make_unique<CsvSink>(outputs.csv, labels));
  if (outputs.save_txt) {
    const YoloTxtOptions options{.confidence = outputs.save_conf, .subfolder = DetectOutputs::kLabels};
    all->add(std::make_unique<YoloTxtSink>(sinks.folder, options, plan.names));
  }
  if (outputs.save_pictures) all->add(std::make_unique<AnnotatedPictureSink>(sinks.folder, labels, plan.names));
  sinks.all = std::move(all);
  return sinks;
}

}  // namespace millrace::cli
