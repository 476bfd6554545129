#include "cli/detect_outputs.hpp"

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

namespace {

std::string default_base(const DetectOutputs& outputs) {
  const std::string runs = "runs/detect";
  return outputs.name.empty() ? runs : runs + "/" + outputs.name;
}

}  // namespace

std::string output_folder(const DetectOutputs& outputs) {
  return outputs.folder.empty() ? default_output_folder(default_base(outputs), outputs.exist_ok) : outputs.folder;
}

std::shared_ptr<ResultFolder> make_folder(const DetectOutputs& outputs) {
  if (!outputs.uses_folder()) return nullptr;
  if (outputs.folder.empty() && !outputs.exist_ok) return make_output_folder(default_base(outputs));
  auto folder = std::make_shared<ResultFolder>(output_folder(outputs));
  folder->create();
  return folder;
}

void check_coco91(const DetectOutputs& outputs, std::size_t classes, const std::string& model) {
  if (!outputs.coco91 || classes == coco91_ids().size()) return;
  throw Error(ErrorCode::kInvalidArgument, "--coco91 numbers the 80 classes of COCO, but " + model + " has " +
                                               std::to_string(classes) + "; leave it out");
}

std::unique_ptr<Sink> make_sinks(const DetectOutputs& outputs, const std::shared_ptr<ResultFolder>& folder,
                                 const PictureNames& names, const std::vector<std::string>& labels) {
  auto sinks = std::make_unique<SinkList>();
  sinks->add(std::make_unique<ProblemSink>(std::cerr));
  std::ostream& people = outputs.uses_stdout() ? std::cerr : std::cout;
  if (outputs.verbose) sinks->add(std::make_unique<VerboseSink>(people, labels));
  if (!outputs.verbose && !outputs.uses_stdout()) sinks->add(std::make_unique<SummarySink>(people, labels));
  if (!outputs.jsonl.empty()) sinks->add(std::make_unique<JsonlSink>(outputs.jsonl, labels));
  if (!outputs.coco.empty()) {
    const CocoCategories categories = outputs.coco91 ? CocoCategories::kCoco91 : CocoCategories::kModel;
    sinks->add(std::make_unique<CocoSink>(outputs.coco, categories));
  }
  if (!outputs.csv.empty()) sinks->add(std::make_unique<CsvSink>(outputs.csv, labels));
  if (outputs.save_txt) {
    const YoloTxtOptions options{.confidence = outputs.save_conf, .subfolder = DetectOutputs::kLabels};
    sinks->add(std::make_unique<YoloTxtSink>(folder, options, names));
  }
  if (outputs.save_pictures) sinks->add(std::make_unique<AnnotatedPictureSink>(folder, labels, names));
  return sinks;
}

}  // namespace millrace::cli
