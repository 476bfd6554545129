#include "cli/detect_outputs.hpp"

#include <algorithm>
#include <array>
#include <filesystem>
#include <iostream>
#include <iterator>
#include <system_error>

#include "cli/output_folder.hpp"
#include "cli/verbose_sink.hpp"
#include "millrace/base/error.hpp"
#include "millrace/io/annotated_picture_sink.hpp"
#include "millrace/io/coco_sink.hpp"
#include "millrace/io/csv_sink.hpp"
#include "millrace/io/jsonl_sink.hpp"
#include "millrace/io/output_file.hpp"
#include "millrace/io/problem_sink.hpp"
#include "millrace/io/sink_list.hpp"
#include "millrace/io/summary_sink.hpp"
#include "millrace/io/yolo_txt_sink.hpp"

namespace millrace::cli {

namespace {

namespace fs = std::filesystem;

struct NamedOutput {
  const char* option;
  const std::string& path;
};

std::array<NamedOutput, 3> files_of(const DetectOutputs& outputs) {
  return {{{"--json", outputs.jsonl}, {"--coco", outputs.coco}, {"--csv", outputs.csv}}};
}

fs::path canonical_place(const std::string& path, std::error_code& unknown) {
  const fs::path place = fs::absolute(path, unknown);
  return unknown ? place : fs::weakly_canonical(place, unknown);
}

bool same_place(const std::string& a, const std::string& b) {
  if (a == b) return true;
  if (a == "-" || b == "-") return false;
  std::error_code a_unknown;
  std::error_code b_unknown;
  const bool same = canonical_place(a, a_unknown) == canonical_place(b, b_unknown);
  return same && !a_unknown && !b_unknown;
}

bool same_file(const std::string& a, const std::string& b) {
  std::error_code not_there;
  return fs::is_regular_file(a, not_there) && fs::equivalent(a, b, not_there);
}

void check_distinct(const DetectOutputs& outputs) {
  const auto files = files_of(outputs);
  for (auto a = files.begin(); a != files.end(); ++a) {
    const auto b = std::find_if(std::next(a), files.end(), [&](const NamedOutput& file) {
      return !file.path.empty() && !a->path.empty() && same_place(a->path, file.path);
    });
    if (b == files.end()) continue;
    const std::string place = a->path == "-" ? "standard output (-)" : a->path;
    throw Error(ErrorCode::kInvalidArgument, std::string(a->option) + " and " + b->option + " both want " + place +
                                                 "; give each a place of its own");
  }
}

void check_files(const DetectOutputs& outputs, const std::vector<std::string>& inputs,
                 const std::vector<std::string>& pictures) {
  for (const NamedOutput& file : files_of(outputs)) {
    const auto is_it = [&file](const std::string& input) { return same_file(file.path, input); };
    if (std::ranges::none_of(inputs, is_it) && std::ranges::none_of(pictures, is_it)) continue;
    throw Error(ErrorCode::kInvalidArgument,
                std::string(file.option) + " " + file.path + " would replace an input; give it another name");
  }
}

void check_folder(const std::string& folder, const std::vector<std::string>& pictures) {
  std::error_code not_there;
  if (!fs::is_directory(folder, not_there)) return;
  std::string last;  // pictures of one folder stand together most often
  for (const std::string& picture : pictures) {
    const fs::path parent = fs::path(picture).parent_path();
    const std::string from = parent.empty() ? "." : parent.string();
    if (from == last) continue;
    last = from;
    if (!fs::equivalent(folder, from, not_there)) continue;
    throw Error(ErrorCode::kInvalidArgument, "the annotated pictures would replace those in " + from +
                                                 "; give another folder with --out, or --no-save");
  }
}

}  // namespace

void check(const DetectOutputs& outputs, const std::string& folder, const std::vector<std::string>& files,
           const std::vector<std::string>& pictures) {
  check_distinct(outputs);
  check_files(outputs, files, pictures);
  if (outputs.save_pictures) check_folder(folder, pictures);
  for (const NamedOutput& file : files_of(outputs)) {
    if (!file.path.empty()) require_writable_file(file.path);
  }
  if (outputs.save_pictures) require_writable_folder(folder);
  if (outputs.save_txt) require_writable_folder(folder + "/labels");
}

std::string output_folder(const DetectOutputs& outputs) {
  if (!outputs.folder.empty()) return outputs.folder;
  const std::filesystem::path runs = "runs/detect";
  return default_output_folder(outputs.name.empty() ? runs : runs / outputs.name, outputs.exist_ok).string();
}

void check_coco91(const DetectOutputs& outputs, std::size_t classes, const std::string& model) {
  if (!outputs.coco91 || classes == coco91_ids().size()) return;
  throw Error(ErrorCode::kInvalidArgument, "--coco91 numbers the 80 classes of COCO, but " + model + " has " +
                                               std::to_string(classes) + "; leave it out");
}

std::unique_ptr<Sink> make_sinks(const DetectOutputs& outputs, const std::string& folder,
                                 const std::vector<std::string>& labels) {
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
    sinks->add(std::make_unique<YoloTxtSink>(folder + "/labels", YoloTxtOptions{.confidence = outputs.save_conf}));
  }
  if (outputs.save_pictures) sinks->add(std::make_unique<AnnotatedPictureSink>(folder, labels));
  return sinks;
}

}  // namespace millrace::cli
