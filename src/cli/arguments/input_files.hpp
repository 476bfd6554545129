#pragma once

#include <cstdint>
#include <filesystem>
#include <map>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "base/platform.hpp"

namespace millrace::cli {

/// The files that a run reads, by identity: a link to one of them, soft or hard, is that file. What an ONNX model names
/// is looked up when the first file is asked about that is there.
class InputFiles {
 public:
  /// Notes a file that is there; anything else is passed over.
  void add(const std::filesystem::path& file);
  /// Notes a model and the files that belong to it: weights beside an IR or Paddle model, external data of an ONNX
  /// model, YAML that says what the model is.
  void add_model(const std::filesystem::path& model);

  /// The input that this path leads to, if any.
  std::optional<std::string> same_as(const std::filesystem::path& file);

  /// True when an input would be gone if this name were given to another file. A link to an input, or a second hard
  /// link, leaves the input where it was.
  bool lives_at(const std::filesystem::path& file);

 private:
  const std::vector<std::string>* inputs_at(const base::platform::FileStatus& file);

  std::map<std::pair<std::uint64_t, std::uint64_t>, std::vector<std::string>>
      files_;                                         // by FileStatus::device and number
  std::vector<std::filesystem::path> unread_models_;  // whose external data is not in `files_` yet
};

}  // namespace millrace::cli
