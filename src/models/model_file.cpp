#include "models/model_file.hpp"

#include <algorithm>
#include <string>
#include <string_view>
#include <system_error>
#include <utility>
#include <vector>

#include <fmt/format.h>

#include "base/file_reader.hpp"
#include "base/letter_case.hpp"
#include "base/mapped_file.hpp"
#include "millrace/base/error.hpp"
#include "models/model_bytes.hpp"
#include "queue/openvino_reason.hpp"

namespace millrace::models {
namespace {

namespace fs = std::filesystem;

[[noreturn]] void refuse(const fs::path& path, const std::string& reason) {
  throw Error(ErrorCode::kModel, fmt::format("model {}: {}", path.string(), reason));
}

bool is_model(const fs::path& path) {
  std::error_code error;
  const std::string extension = base::lower_case(path.extension().string());
  return extension == ".onnx" || (extension == ".xml" && fs::exists(fs::path(path).replace_extension(".bin"), error));
}

std::string how_to_export(const std::string& weights) {
  return fmt::format(
      "these are PyTorch weights, which OpenVINO cannot read; export them first. YOLOv5: python export.py --weights "
      "{} --include onnx. Later ones: yolo export model={} format=onnx",
      weights, weights);
}

// Judged by the name, whether or not the file exists: no path to such a file would help.
std::string why_not_by_name(const fs::path& path) {
  if (path.string().find("://") != std::string::npos) {
    return "models are read from files, not from the network; download it first: curl -LO " + path.string();
  }
  const std::string extension = base::lower_case(path.extension().string());
  if (extension == ".pt" || extension == ".pth") return how_to_export(path.string());
  if (extension == ".engine" || extension == ".trt" || extension == ".plan") {
    return "this is an engine of TensorRT, for NVIDIA's GPUs only; export the model to ONNX or OpenVINO instead";
  }
  if (extension == ".torchscript" || extension == ".mlmodel" || extension == ".mlpackage" || extension == ".keras" ||
      extension == ".h5" || extension == ".safetensors") {
    return fmt::format("OpenVINO cannot read {}; export the model to ONNX or OpenVINO instead", extension);
  }
  if (extension == ".bin") return "these are the weights of an OpenVINO model; give the .xml file beside it";
  return "";
}

bool begins_like_a_model(std::string_view beginning) {
  return begins_like_onnx(beginning) || beginning.find("<net") != std::string_view::npos;
}

// OpenVINO reads a model in a file, which it maps; we read one from a pipe, whole.
std::string content_of_pipe(const fs::path& path) {
  base::FileContent content = base::read_file(path, kLargestModel, begins_like_a_model);
  base::throw_if_stopped("model " + path.string(), content.error, "writer");
  if (!content.ok()) refuse(path, "it " + content.problem);
  const std::string_view head = std::string_view(content.bytes).substr(0, 4096);
  if (head.find("<net") != std::string_view::npos) {
    refuse(path, "an OpenVINO model is two files and cannot come from a pipe; give the .xml file");
  }
  return std::move(content.bytes);
}

void require_model(const fs::path& path, std::string_view bytes) {
  if (const std::string reason = why_no_model(path, bytes); !reason.empty()) refuse(path, reason);
}

void check_mapped(const fs::path& path) {
  const base::MappedFile file(path);
  if (!file.is_open()) refuse(path, "the file cannot be opened; are you allowed to read it?");
  require_model(path, file.bytes());
  if (path.extension() != ".xml") return;
  const fs::path weights = fs::path(path).replace_extension(".bin");
  std::error_code error;
  const fs::file_status status = fs::status(weights, error);
  if (fs::exists(status) && !fs::is_regular_file(status)) {
    refuse(path, fmt::format("its weights, {}, are no file", weights.string()));
  }
}

void check_path(const fs::path& path) {
  if (const std::string reason = why_not_by_name(path); !reason.empty()) refuse(path, reason);
  std::error_code error;
  const fs::file_status status = fs::status(path, error);
  if (!fs::exists(status)) {
    refuse(path,
           "no such file, or its folder cannot be entered; check the path (README.md says where models come from)");
  }
  if (!fs::is_regular_file(status) && !fs::is_fifo(status)) refuse(path, "this is a device; give a file or a pipe");
}

}  // namespace

fs::path model_file_of(const fs::path& path) {
  std::error_code error;
  if (!fs::is_directory(path, error)) return path;
  std::vector<std::string> models;
  for (const auto& entry : fs::directory_iterator(path, error)) {
    if (is_model(entry.path())) models.push_back(entry.path().string());
  }
  if (error) refuse(path, "this is a folder that cannot be read; check its permissions");
  if (models.empty()) refuse(path, "this is a folder without a model (.onnx, or .xml with its .bin); give the model");
  if (models.size() == 1) return models.front();
  std::ranges::sort(models);
  refuse(path, fmt::format("this is a folder with several models; give one of them: {}", fmt::join(models, ", ")));
}

std::shared_ptr<ov::Model> read_model(ov::Core& core, const fs::path& given) {
  const fs::path path = model_file_of(given);
  check_path(path);
  std::string content;
  std::error_code unknown;
  const bool is_pipe = fs::is_fifo(path, unknown);
  if (is_pipe) {
    content = content_of_pipe(path);
    require_model(path, content);
  } else {
    check_mapped(path);
  }
  try {
    return is_pipe ? core.read_model(content, ov::Tensor()) : core.read_model(path.string());
  } catch (const std::exception& error) {
    throw Error(
        ErrorCode::kModel,
        fmt::format(
            "model {} cannot be read: {}; is it a complete ONNX or OpenVINO file (.xml with its .bin beside it)?",
            path.string(), queue::openvino_reason(error.what())),
        std::current_exception());
  }
}

}  // namespace millrace::models
