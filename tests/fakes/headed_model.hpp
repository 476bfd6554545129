#pragma once

#include <cstddef>
#include <memory>
#include <vector>

#include "millrace/vision/image.hpp"

namespace ov {
class Model;
}

namespace millrace {

/// How a detector's graph goes on after its heads.
enum class HeadedTail {
  kYolov5Split,        ///< as YOLOv5 v7 exports it
  kYolov5Slices,       ///< as YOLOv5 v6
  kYolov7,             ///< as YOLOv7 --grid: the constants are multiplied in another way
  kYolov5Exponential,  ///< looks like one of these, but the sizes are e^x, as those of YOLOv3
  kYolov8,             ///< distances from bins, and classes, concatenated grid by grid
  kYolov8Apart,        ///< the same, boxes and classes apart, as YOLO11
  kYolov8Quantised,    ///< the weights of the bins are quantised, as NNCF does
  kYolov8OneBin,       ///< the heads give the distances themselves
  kYolov8Floored,      ///< no score is below 0.3
  kYolox,              ///< boxes still raw
  kYoloxDecoded,
  kYoloxWithoutSigmoid,
};

/// A detector whose heads are one convolution of the picture each, with weights that are different in each place.
struct HeadedModel {
  HeadedTail tail = HeadedTail::kYolov5Split;
  Size input = {64, 64};
  std::vector<std::size_t> strides = {8, 16, 32};
  std::size_t classes = 2;
  std::size_t bins = 4;
  std::size_t damped_cells = 0;        ///< so many cells of YOLOv8 have their scores times 0.3
  bool has_stem = false;               ///< a padded convolution stands between the picture and the heads
  bool is_quantised = false;           ///< the picture is first rounded to 8 bits, as NNCF does
  bool has_other_way = false;          ///< the picture's mean, a number from 0 to 1, is added to the output
  bool is_random = false;              ///< another one in each inference
  bool is_random_in_the_dark = false;  ///< only for a picture whose mean is below 0.3
  bool is_dynamic = false;             ///< height and width are open; for YOLOX with raw boxes only
};

std::shared_ptr<ov::Model> headed_model(const HeadedModel& wanted);

}  // namespace millrace
