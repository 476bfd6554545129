#include "cli/detect_outputs.hpp"

#include <algorithm>
#include <array>
#include <filesystem>
#include <iostream>

#include "cli/output_folder.hpp"
#include "cli/verbose_sink.hpp"
#include "millrace/base/error.hpp"
#include "millrace/io/annotated_picture_sink.hpp"
#include "millrace/io/coco_sink.hpp"
#include "millrace/io/csv_sink.hpp"
#include "millrace/io/jsonl_sink.hpp"
#include "millrace/io/problem_sink.hpp"
#include "millrace/io/sink_list.hpp"
#include "millrace/io/summary_sink.hpp"
#include "millrace/io/yolo_txt_sink.hpp"

namespace millrace::cli {

void check(const DetectOutputs& outputs) {
  const std::array paths{outputs.jsonl, outputs.coco, outputs.csv};
  if (std::ranges::count(paths, "-") > 1) {
    throw Error(ErrorCode::kInvalidArgument,
                "two of --json, --coco and --csv want standard output (-); give all but one a file");
  }
}

std::string output_folder(const DetectOutputs& outputs) {
  if (!outputs.folder.empty()) return outputs.folder;
  const std::filesystem::path runs = "runs/detect";
  return default_output_folder(outputs.name.empty() ? runs : runs / outputs.name, outputs.exist_ok).string();
}

std::unique_ptr<Sink> make_sinks(const DetectOutputs& outputs, const std::string& folder,
                                 const std::vector<std::string>& labels) {
  auto sinks = std::make_unique<SinkList>();
  sinks->add(std::make_unique<ProblemSink>(std::cerr));
  std::ostream& people = outputs.uses_stdout() ? std::cerr : std::cout;
  if (outputs.verbose) sinks->add(std::make_unique<VerboseSink>(people, labels));
  if (!outputs.verbose && !outputs.uses_stdout()) sinks->add(std::make_unique<SummarySink>(people, labels));
  if (!outputs.jsonl.empty()) sinks->add(std::make_unique<JsonlSink>(outputs.jsonl, labels));
  if (!outputs.coco.empty()) sinks->add(std::make_unique<CocoSink>(outputs.coco));
  if (!outputs.csv.empty()) sinks->add(std::make_unique<CsvSink>(outputs.csv, labels));
  if (outputs.save_txt) {
    sinks->add(std::make_unique<YoloTxtSink>(folder + "/labels", YoloTxtOptions{.confidence = outputs.save_conf}));
  }
  if (outputs.save_pictures) sinks->add(std::make_unique<AnnotatedPictureSink>(folder, labels));
  return sinks;
}

}  // namespace millrace::cli
