#include "cli/detect/outputs.hpp"

#include <fmt/format.h>

#include "cli/detect/output_folder.hpp"

namespace millrace::cli {
namespace {

std::string default_base(const DetectOutputs& outputs) {
  const std::string runs = "runs/detect";
  return outputs.name.empty() ? runs : fmt::format("{}/{}", runs, outputs.name);
}

}  // namespace

std::string output_folder(const DetectOutputs& outputs) {
  return outputs.folder.empty() ? default_output_folder(default_base(outputs), outputs.exist_ok) : outputs.folder;
}

std::shared_ptr<ResultFolder> make_folder(const DetectOutputs& outputs) {
  if (!outputs.uses_folder()) return nullptr;
  if (outputs.folder.empty() && !outputs.exist_ok) return make_output_folder(default_base(outputs));
  auto folder = std::make_shared<ResultFolder>(output_folder(outputs));
  folder->create();
  return folder;
}

}  // namespace millrace::cli
