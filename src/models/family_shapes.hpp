#pragma once

#include <optional>
#include <string>

#include "models/registry.hpp"

namespace millrace::models {

/// YOLOv5 v6/v7 and YOLOv7 --grid: [1,R,5+classes] with three rows per cell, alone or (up to v5.0) beside the rank-5
/// heads it was made from. Asked for: any number of rows.
std::optional<FamilyMatch> match_yolov5(const ModelTraits& model, MatchRule rule);
std::string yolov5_wants(Size input);

/// YOLOv8, v9, 11 and 12: [1,4+classes,R] with one column per cell. Asked for: any number of columns.
std::optional<FamilyMatch> match_yolov8(const ModelTraits& model, MatchRule rule);
std::string yolov8_wants(Size input);

/// YOLOX: [1,R,5+classes] with one row per cell. Asked for: at rare strides, too.
std::optional<FamilyMatch> match_yolox(const ModelTraits& model, MatchRule rule);
std::string yolox_wants(Size input);

/// YOLOX exported with its decoding step: the same shape, and e^x in the graph.
std::optional<FamilyMatch> match_decoded_yolox(const ModelTraits& model, MatchRule rule);
std::string decoded_yolox_wants(Size input);

/// End-to-end exports (YOLOv10, YOLO26, nms=True): [1,N,6] where N fits none of the grids above, or where the graph
/// chooses boxes. Asked for: any N.
std::optional<FamilyMatch> match_end_to_end(const ModelTraits& model, MatchRule rule);
std::string end_to_end_wants(Size input);

/// YOLOv7's end-to-end export: [N,7] without a batch.
std::optional<FamilyMatch> match_yolov7_end_to_end(const ModelTraits& model, MatchRule rule);
std::string yolov7_end_to_end_wants(Size input);

/// RT-DETR: [1,N,4+classes] where N fits no grid, and boxes are fractions or columns as many as labels want.
std::optional<FamilyMatch> match_rtdetr(const ModelTraits& model, MatchRule rule);
std::string rtdetr_wants(Size input);

/// RT-DETR that chooses its classes, as Ultralytics exports it from 8.4 on: [1,N,6], and boxes are fractions.
std::optional<FamilyMatch> match_rtdetr_end_to_end(const ModelTraits& model, MatchRule rule);
std::string rtdetr_end_to_end_wants(Size input);

/// SSD: one output, DetectionOutput's [1,1,N,7].
std::optional<FamilyMatch> match_ssd(const ModelTraits& model, MatchRule rule);
std::string ssd_wants(Size input);

/// What the outputs look like when no family takes them, or nothing.
std::optional<std::string> looks_like(const ModelTraits& model);

}  // namespace millrace::models
