#pragma once

/// The header to begin with: the queue, and the detection pipeline from pictures to boxes on top of it. Each header can
/// also be included alone; the comments below say which library it needs, `millrace::queue` or `millrace::millrace`.
///
/// Example: `Detector detector(core, "yolov5n.onnx"); InferQueue queue(detector.compiled_model());`

// millrace::queue
#include "millrace/base/error.hpp"
#include "millrace/queue/async_infer_queue.hpp"
#include "millrace/queue/compile_model.hpp"
#include "millrace/queue/infer_queue.hpp"
#include "millrace/queue/ordered.hpp"
#include "millrace/queue/sequencer.hpp"
// millrace::millrace
#include "millrace/io/annotated_picture_sink.hpp"
#include "millrace/io/jsonl_sink.hpp"
#include "millrace/io/picture_list.hpp"
#include "millrace/io/picture_reader.hpp"
#include "millrace/io/picture_source.hpp"
#include "millrace/io/picture_writer.hpp"
#include "millrace/io/sink_list.hpp"
#include "millrace/models/detector.hpp"
#include "millrace/pipeline/detection_pipeline.hpp"
