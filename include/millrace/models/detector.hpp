#pragma once

#include <cstddef>
#include <filesystem>
#include <memory>
#include <span>
#include <string>
#include <vector>

#include "millrace/models/detector_options.hpp"
#include "millrace/models/model_spec.hpp"
#include "millrace/queue/result.hpp"
#include "millrace/vision/detection.hpp"
#include "millrace/vision/image.hpp"
#include "millrace/vision/letterbox.hpp"
#include "openvino/runtime/core.hpp"

namespace millrace {

/// A detection model, compiled, with the steps before and after inference.
///
/// The compiled model takes what prepare() writes: pixels in the number type that costs least (spec().input_type);
/// colour order, scale and layout are converted inside the graph. A graph whose structure is known is cut at its heads
/// (spec().graph), so that its outputs are not those of the file; decode() knows.
/// detect(), check_cut(): owning thread only. Everything else is const and may be called from any thread.
///
/// Example:
///   ov::Core core;
///   Detector detector(core, "yolov5n.onnx", {.compile = {.device = "CPU"}});
///   for (const Detection& found : detector.detect(picture.view())) std::cout << found.class_id << ' ' << found.score;
class Detector {
 public:
  /// Reads, recognises and compiles a model. Throws Error kModel (missing, corrupt, not a detector, no labels), kDevice
  /// (unknown, absent, refuses the model) or kInvalidArgument (an option that makes no sense); each says what to try.
  Detector(ov::Core& core, const std::filesystem::path& model, const DetectorOptions& options = {});
  Detector(Detector&&) noexcept;
  Detector& operator=(Detector&&) noexcept;
  ~Detector();

  /// Finds objects in one picture: prepare, infer, decode, one after the other. Boxes are in the picture's pixels, best
  /// first. Throws as prepare() and decode() do, and Error kDevice when inference fails.
  std::vector<Detection> detect(ImageView picture);

  /// Writes the letterboxed 8-bit picture into `input`, a request's input tensor of compiled_model(): [1,H,W,3] of
  /// spec().input_type, else Error kInvalidInput. It then holds BGR values of 0 to 255, less the model's mean unless it
  /// is u8. A picture without pixels: Error kInvalidArgument. Keep the returned fit for decode().
  ///
  /// `full_size`: of the picture of which this one is a smaller copy, in whose pixels boxes are then; {0, 0}: it is none.
  Letterbox prepare(ImageView picture, const ov::Tensor& input, Size full_size = {}) const;

  /// Turns all outputs of a finished request, in the order of compiled_model(), into detections in the picture's pixels,
  /// best first. Throws Error kInvalidInput for tensors of another number, shape or type, kInvalidArgument for a fit
  /// that prepare() did not return. Numbers that cannot be scores (below -0.01, above 1.05, not finite) throw Error
  /// kModel, with what the model looks like, until outputs without any have been decoded, and Error kInvalidInput
  /// afterwards.
  std::vector<Detection> decode(std::span<const ov::Tensor> outputs, const Letterbox& fit) const;
  /// The same of a finished request's outputs, and of a job's.
  std::vector<Detection> decode(ov::InferRequest request, const Letterbox& fit) const;
  std::vector<Detection> decode(const Result& result, const Letterbox& fit) const;

  /// If the graph is cut and was never compared with the uncut one on a picture, compares them on this one, and
  /// remembers it. Should they find different objects, the uncut graph is taken from now on: compiled_model() is
  /// another one then, and the text says why; else it is empty. Call it before queues are made, with the first picture;
  /// detect() and DetectionPipeline do so themselves. Throws as detect() does.
  std::string check_cut(ImageView picture);

  /// The compiled model, to make a queue of.
  const ov::CompiledModel& compiled_model() const noexcept;
  const ModelSpec& spec() const noexcept;
  /// One label for each class.
  const std::vector<std::string>& labels() const noexcept;
  /// The thresholds in use: the family's, unless they were given.
  float confidence() const noexcept;
  float iou() const noexcept;
  std::size_t max_detections() const noexcept;

  /// A sentence that there may be more objects, if `found` boxes in one picture reach the number kept or the most the
  /// model can give; else empty.
  std::string remark_on_limit(std::size_t found) const;

  /// Where the model really runs: {"CPU"} for AUTO on a machine without a GPU.
  std::vector<std::string> execution_devices() const;
  /// The number type that inference really uses: "f32", "bf16", "f16".
  std::string precision() const;
  /// True when the compiled model came out of the cache.
  bool loaded_from_cache() const;

 private:
  struct State;
  std::unique_ptr<State> state_;
};

/// What a Detector would make of this model with these options, without compiling it: family, labels, preprocessing,
/// thresholds, and where each value came from. A model that cannot be used for detection is described as far as it is
/// known, with a `problem`, unless options.family insists. Otherwise throws as Detector's constructor does, except for
/// the device.
ModelSpec describe_model(ov::Core& core, const std::filesystem::path& model, const DetectorOptions& options = {});

}  // namespace millrace
