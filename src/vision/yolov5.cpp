#include "millrace/vision/yolov5.hpp"

#include <algorithm>
#include <cmath>
#include <cstddef>
#include <limits>
#include <span>
#include <string>

#include "millrace/base/error.hpp"

namespace millrace {
namespace {

constexpr std::size_t kFirstClass = 5;  // cx, cy, w, h and objectness stand before the class scores

void require_yolov5(TensorView output) {
  const bool fits = output.rank() == 2 && output.shape[1] > kFirstClass;
  if (!fits) {
    const bool batched = output.rank() == 3 && output.shape[2] > kFirstClass;
    throw Error(ErrorCode::kInvalidInput,
                "the output has shape " + shape_text(output.shape) +
                    "; family 'yolov5' wants [N, 5 + classes] for one picture" +
                    (batched ? "; pass the pictures of a batch one by one" : "; try another --family"));
  }
  if (output.data == nullptr && output.shape[0] > 0) {
    throw Error(ErrorCode::kInvalidInput, "the output of shape " + shape_text(output.shape) + " has no data");
  }
}

Box corners(std::span<const float> row) {
  const float half_width = row[2] / 2;
  const float half_height = row[3] / 2;
  return {row[0] - half_width, row[1] - half_height, row[0] + half_width, row[1] + half_height};
}

/// Adds a row's candidates to `found`.
class RowDecoder {
 public:
  RowDecoder(const DecodeOptions& options, std::vector<Detection>& found) : options_(options), found_(found) {}

  void decode(std::span<const float> row) {
    const float objectness = row[kFirstClass - 1];
    if (!(objectness > options_.confidence)) return;  // also when it is not a number
    const Box box = corners(row);
    if (!is_finite(box)) return;
    const std::span<const float> scores = row.subspan(kFirstClass);
    if (options_.multi_label) {
      for (std::size_t c = 0; c < scores.size(); ++c) add(box, objectness * scores[c], static_cast<int>(c));
    } else {
      add_best_class(box, objectness, scores);
    }
  }

 private:
  // The products are compared, not the class scores: rounding can make two of them equal, and then the first one wins.
  void add_best_class(const Box& box, float objectness, std::span<const float> scores) {
    float best = -std::numeric_limits<float>::infinity();
    std::size_t best_class = 0;
    for (std::size_t c = 0; c < scores.size(); ++c) {
      const float score = objectness * scores[c];
      if (score > best) {
        best = score;
        best_class = c;
      }
    }
    add(box, best, static_cast<int>(best_class));
  }

  void add(const Box& box, float score, int class_id) {
    if (!(score > options_.confidence) || !std::isfinite(score) || !is_wanted(class_id)) return;
    found_.push_back({box, score, class_id});
  }

  bool is_wanted(int class_id) const {
    return options_.classes.empty() || std::ranges::find(options_.classes, class_id) != options_.classes.end();
  }

  const DecodeOptions& options_;
  std::vector<Detection>& found_;
};

}  // namespace

std::vector<Detection> decode_yolov5(TensorView output, const DecodeOptions& options) {
  require_yolov5(output);
  const std::size_t rows = output.shape[0];
  const std::size_t columns = output.shape[1];
  std::vector<Detection> found;
  RowDecoder decoder(options, found);
  for (std::size_t i = 0; i < rows; ++i) decoder.decode({output.data + i * columns, columns});
  return found;
}

}  // namespace millrace
