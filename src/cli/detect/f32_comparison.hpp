#pragma once

#include <cstddef>
#include <optional>
#include <string>
#include <vector>

#include "cli/exit_code.hpp"
#include "evaluation/agreement.hpp"
#include "millrace/io/sink.hpp"
#include "millrace/models/detector_options.hpp"
#include "millrace/vision/detection.hpp"

namespace millrace::cli {

/// What was found in one picture.
struct PictureDetections {
  std::string source;
  std::vector<Detection> detections;
};

/// Keeps what was found in the first good pictures that can be read a second time: a pipe cannot.
class FirstResults : public Sink {
 public:
  explicit FirstResults(std::size_t most) : most_(most) {}

  void write(const FrameResult& result) override;
  bool wants_pixels() const override { return false; }

  const std::vector<PictureDetections>& results() const noexcept { return results_; }

 private:
  std::size_t most_;
  std::vector<PictureDetections> results_;
};

/// Compares those with what is found in the same pictures, which must come in the same order. One that now cannot be
/// read is left out.
class ComparingSink : public Sink {
 public:
  /// `first` must outlive the sink.
  explicit ComparingSink(const std::vector<PictureDetections>& first) : first_(first) {}

  void write(const FrameResult& result) override;
  bool wants_pixels() const override { return false; }

  const evaluation::Agreement& agreement() const noexcept { return agreement_; }
  /// Those that came, and that could not be read.
  std::size_t pictures() const noexcept { return next_; }
  std::size_t unreadable() const noexcept { return next_ - agreement_.pictures(); }

 private:
  const std::vector<PictureDetections>& first_;
  std::size_t next_ = 0;
  evaluation::Agreement agreement_;
};

/// The pictures of those.
std::vector<std::string> sources_of(const std::vector<PictureDetections>& results);

/// The options of a detector that changes nothing for the sake of speed.
DetectorOptions exact_options_of(DetectorOptions options);

/// What people read of a comparison of so many pictures. `precision` is the one that it really ran in.
std::string agreement_text(const ComparingSink& comparison, std::size_t pictures, const std::string& precision);

/// kMismatch if the F1 is below the least one that is wanted, kFailed if that cannot be said; else kOk.
ExitCode exit_code_of(const evaluation::Agreement& agreement, const std::optional<double>& least);

}  // namespace millrace::cli
