#include "millrace/models/model_file.hpp"

#include <string>
#include <system_error>

#include "millrace/base/error.hpp"
#include "millrace/queue/openvino_reason.hpp"
#include "models/model_bytes.hpp"

namespace millrace {
namespace {

namespace fs = std::filesystem;

[[noreturn]] void refuse(const fs::path& path, const std::string& reason) {
  throw Error(ErrorCode::kModel, "model " + path.string() + ": " + reason);
}

bool is_model(const fs::path& path) {
  return path.extension() == ".xml" || path.extension() == ".onnx";
}

void refuse_folder(const fs::path& path) {
  std::error_code error;
  for (const auto& entry : fs::directory_iterator(path, error)) {
    if (is_model(entry.path())) refuse(path, "this is a folder; give the file in it: " + entry.path().string());
  }
  refuse(path, "this is a folder without a model; give an .onnx or .xml file");
}

void check_file(const fs::path& path) {
  std::error_code error;
  const fs::file_status status = fs::status(path, error);
  if (fs::is_directory(status)) refuse_folder(path);
  if (!fs::exists(status)) refuse(path, "no such file, or its folder cannot be entered");
  if (path.extension() == ".pt" || path.extension() == ".pth") {
    refuse(path,
           "these are PyTorch weights, which OpenVINO cannot read; export them to ONNX or OpenVINO first "
           "(YOLOv5: python export.py --weights FILE --include onnx)");
  }
  if (path.extension() == ".bin") {
    refuse(path, "these are the weights of an OpenVINO model; give the .xml file beside it");
  }
  if (const std::string reason = why_no_model(path); !reason.empty()) refuse(path, reason);
}

}  // namespace

std::shared_ptr<ov::Model> read_model(ov::Core& core, const fs::path& path) {
  check_file(path);
  try {
    return core.read_model(path.string());
  } catch (const std::exception& error) {
    throw Error(ErrorCode::kModel,
                "model " + path.string() + " cannot be read: " + openvino_reason(error.what()) +
                    "; is it a complete ONNX or OpenVINO file (.xml with its .bin beside it)?",
                std::current_exception());
  }
}

}  // namespace millrace
