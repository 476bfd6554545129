#pragma once

#include <algorithm>
#include <array>
#include <cmath>
#include <cstddef>
#include <vector>

#include "fakes/giving_model.hpp"
#include "models/expect_detections.hpp"

/// Each family's rule, written down once more: outputs that hold some objects, and where these are in a picture.
namespace millrace {

inline constexpr int kPictureWidth = 200;
inline constexpr int kPictureHeight = 150;

/// A box in input pixels.
struct Object {
  double x;  ///< of the centre
  double y;
  double width;
  double height;
  double score;
  int class_id;
};

/// Two cats that overlap with an IoU of 0.54, a dog, and a dog below the threshold.
inline const std::vector<Object> kObjects{
    {30, 20, 20, 16, 0.9, 0}, {36, 20, 20, 16, 0.8, 0}, {70, 44, 10, 30, 0.6, 1}, {50, 50, 12, 12, 0.2, 1}};

struct InputSize {
  int width = 96;
  int height = 64;
};

/// A cell of a grid: its place, and the stride.
struct Cell {
  int x;
  int y;
  int stride;
};

inline std::vector<Cell> cells_of(InputSize size, const std::vector<int>& strides) {
  std::vector<Cell> cells;
  for (const int stride : strides) {
    for (int y = 0; y < size.height / stride; ++y) {
      for (int x = 0; x < size.width / stride; ++x) cells.push_back({x, y, stride});
    }
  }
  return cells;
}

/// An output of this shape in rows of `length` numbers. Each `step`th row holds an object, as `write` encodes it.
template <class Write>
inline GivenOutput rows_with_objects(const ov::Shape& shape, std::size_t length, std::size_t step, Write write) {
  GivenOutput output(shape);
  for (std::size_t i = 0; i < kObjects.size(); ++i) {
    const std::size_t row = i * step;
    const std::vector<double> numbers = write(kObjects[i], row);
    std::transform(numbers.begin(), numbers.end(), output.values.begin() + static_cast<std::ptrdiff_t>(row * length),
                   [](double number) { return static_cast<float>(number); });
  }
  return output;
}

inline double class_score(const Object& object, int class_id, double objectness) {
  return object.class_id == class_id ? object.score / objectness : 0.1;
}

inline constexpr double kObjectness = 0.95;

inline GivenOutput yolov5_rows(InputSize size, const std::vector<int>& strides, std::size_t rows_per_cell = 3) {
  const std::size_t rows = rows_per_cell * cells_of(size, strides).size();
  return rows_with_objects({1, rows, 7}, 7, rows / 5, [](const Object& o, std::size_t) -> std::vector<double> {
    return {o.x, o.y, o.width, o.height, kObjectness, class_score(o, 0, kObjectness), class_score(o, 1, kObjectness)};
  });
}

inline GivenOutput yolox_rows(InputSize size, const std::vector<int>& strides) {
  const std::vector<Cell> cells = cells_of(size, strides);
  return rows_with_objects({1, cells.size(), 7}, 7, cells.size() / 5,
                           [&](const Object& o, std::size_t row) -> std::vector<double> {
                             const Cell& cell = cells[row];
                             return {o.x / cell.stride - cell.x,
                                     o.y / cell.stride - cell.y,
                                     std::log(o.width / cell.stride),
                                     std::log(o.height / cell.stride),
                                     kObjectness,
                                     class_score(o, 0, kObjectness),
                                     class_score(o, 1, kObjectness)};
                           });
}

inline GivenOutput yolov8_columns(InputSize size, const std::vector<int>& strides) {
  const std::size_t columns = cells_of(size, strides).size();
  GivenOutput output({1, 6, columns});
  for (std::size_t i = 0; i < kObjects.size(); ++i) {
    const Object& o = kObjects[i];
    const std::array<double, 6> numbers{o.x, o.y, o.width, o.height, class_score(o, 0, 1), class_score(o, 1, 1)};
    for (std::size_t channel = 0; channel < numbers.size(); ++channel) {
      output.values[channel * columns + i * columns / 5] = static_cast<float>(numbers[channel]);
    }
  }
  return output;
}

inline GivenOutput end_to_end_rows() {
  return rows_with_objects({1, 300, 6}, 6, 1, [](const Object& o, std::size_t) -> std::vector<double> {
    return {o.x - o.width / 2, o.y - o.height / 2, o.x + o.width / 2, o.y + o.height / 2, o.score, 1.0 * o.class_id};
  });
}

inline GivenOutput yolov7_rows() {
  return rows_with_objects({100, 7}, 7, 1, [](const Object& o, std::size_t) -> std::vector<double> {
    return {0, o.x - o.width / 2, o.y - o.height / 2, o.x + o.width / 2, o.y + o.height / 2, 1.0 * o.class_id, o.score};
  });
}

/// Of a model that chose its classes, or with a score for each.
inline GivenOutput rtdetr_rows(InputSize size, bool is_chosen) {
  return rows_with_objects({1, 300, 6}, 6, 1, [&](const Object& o, std::size_t) -> std::vector<double> {
    return {o.x / size.width,
            o.y / size.height,
            o.width / size.width,
            o.height / size.height,
            is_chosen ? o.score : class_score(o, 0, 1),
            is_chosen ? o.class_id : class_score(o, 1, 1)};
  });
}

inline GivenOutput ssd_rows(InputSize size) {
  GivenOutput output = rows_with_objects({1, 1, 50, 7}, 7, 1, [&](const Object& o, std::size_t) -> std::vector<double> {
    return {0,
            1.0 + o.class_id,  // behind the background
            o.score,
            (o.x - o.width / 2) / size.width,
            (o.y - o.height / 2) / size.height,
            (o.x + o.width / 2) / size.width,
            (o.y + o.height / 2) / size.height};
  });
  output.values[kObjects.size() * 7] = -1;
  return output;
}

/// The way from the input back to the picture.
struct WayBack {
  double left;
  double top;
  double gain_x;
  double gain_y;
};

inline double gain_of(InputSize size) {
  return std::min(size.width / double{kPictureWidth}, size.height / double{kPictureHeight});
}

inline WayBack exact_padding(InputSize size) {
  const double gain = gain_of(size);
  return {(size.width - kPictureWidth * gain) / 2, (size.height - kPictureHeight * gain) / 2, gain, gain};
}

inline WayBack rounded_padding(InputSize size) {
  const double gain = gain_of(size);
  const auto side = [](int target, double length) { return std::round((target - std::round(length)) / 2 - 0.1); };
  return {side(size.width, kPictureWidth * gain), side(size.height, kPictureHeight * gain), gain, gain};
}

inline WayBack no_padding(InputSize size) {
  return {0, 0, gain_of(size), gain_of(size)};
}

inline WayBack stretched(InputSize size) {
  return {0, 0, size.width / double{kPictureWidth}, size.height / double{kPictureHeight}};
}

inline Detections expected(InputSize size, WayBack (*way_back)(InputSize), bool drops_overlap) {
  const WayBack way = way_back(size);
  Detections detections;
  for (const Object& o : kObjects) {
    if (o.score <= 0.25 || (drops_overlap && o.score == 0.8)) continue;
    const auto x = [&](double at) { return static_cast<float>(std::clamp((at - way.left) / way.gain_x, 0.0, 200.0)); };
    const auto y = [&](double at) { return static_cast<float>(std::clamp((at - way.top) / way.gain_y, 0.0, 150.0)); };
    detections.push_back({{x(o.x - o.width / 2), y(o.y - o.height / 2), x(o.x + o.width / 2), y(o.y + o.height / 2)},
                          static_cast<float>(o.score),
                          o.class_id});
  }
  return detections;
}

}  // namespace millrace
