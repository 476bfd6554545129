#include "cli/detect/f32_comparison.hpp"

#include <fmt/format.h>

#include "base/counted.hpp"
#include "base/platform.hpp"
#include "cli/detect/text.hpp"

namespace millrace::cli {
namespace {

bool can_be_read_again(const std::string& path) {
  const auto status = base::platform::status_of(path);
  return status && status->kind == base::platform::FileKind::kRegular;
}

// "4 of 5 boxes found, 1 too many"
std::string count_text(const evaluation::MatchCount& count) {
  return fmt::format("F1 {:.4f}, {} of {} found, {} too many", count.f1(), count.matched,
                     base::counted(count.wanted, "box", "boxes"), count.found - count.matched);
}

}  // namespace

void FirstResults::write(const FrameResult& result) {
  const Frame& frame = result.frame;
  if (!frame.ok() || results_.size() == most_ || !can_be_read_again(frame.source)) return;
  results_.push_back({frame.source, {result.detections.begin(), result.detections.end()}});
}

void ComparingSink::write(const FrameResult& result) {
  const PictureDetections& first = first_[next_++];
  if (result.frame.ok()) agreement_.add(first.source, first.detections, result.detections);
}

std::vector<std::string> sources_of(const std::vector<PictureDetections>& results) {
  std::vector<std::string> sources;
  for (const PictureDetections& each : results) sources.push_back(each.source);
  return sources;
}

DetectorOptions exact_options_of(DetectorOptions options) {
  options.compile.precision = Precision::kF32;
  options.cut_graph = false;
  return options;
}

std::string agreement_text(const ComparingSink& comparison, std::size_t pictures, const std::string& precision) {
  const evaluation::Agreement& agreement = comparison.agreement();
  std::string remark;
  if (comparison.pictures() < pictures)
    remark = fmt::format("; stopped after {} of {}", comparison.pictures(), base::counted(pictures, "picture"));
  if (comparison.unreadable() > 0) remark += fmt::format("; {} could not be read again", comparison.unreadable());
  if (agreement.pictures() == 0) return labelled_line("agreement", "unknown: no picture was compared" + remark);
  const evaluation::Difference boxes = agreement.boxes();
  const evaluation::Difference scores = agreement.scores();
  std::string text = labelled_line(
      "agreement", fmt::format("with the whole graph in {}, in {}: {}{}", precision,
                               base::counted(agreement.pictures(), "picture"), count_text(agreement.count()), remark));
  if (agreement.count().matched > 0) {
    text += labelled_line(
        "", fmt::format("boxes differ by {:.2f} pixels on average, {:.2f} at most; scores by {:.4f}, {:.4f} "
                        "at most",
                        boxes.mean, boxes.largest, scores.mean, scores.largest));
  }
  if (const auto& worst = agreement.worst()) {
    text += labelled_line("", fmt::format("worst in {}: {}, boxes differ by {:.2f} pixels at most", worst->picture,
                                          count_text(worst->count), worst->largest_box_difference));
  }
  return text;
}

ExitCode exit_code_of(const evaluation::Agreement& agreement, const std::optional<double>& least) {
  if (!least) return ExitCode::kOk;
  if (agreement.pictures() == 0) return ExitCode::kFailed;
  return agreement.count().f1() < *least ? ExitCode::kMismatch : ExitCode::kOk;
}

}  // namespace millrace::cli
