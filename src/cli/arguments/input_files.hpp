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

/// The files that a run reads, by identity: a link to one of them, soft or hard, is that file. ONNX models are searched
/// for the files they name only when the first existing file is asked about.
class InputFiles {
 public:
  /// Notes a file if it exists.
  void add(const std::filesystem::path& file);
  /// Notes a model and the files that belong to it: weights beside an IR or Paddle model, external data of an ONNX
  /// model, YAML metadata.
  void add_model(const std::filesystem::path& model);

  /// The input that this path leads to, if any.
  std::optional<std::string> same_as(const std::filesystem::path& file);

  /// True when giving this name to another file would lose an input. It would not if the name is a link to an input, or
  /// a second hard link.
  bool lives_at(const std::filesystem::path& file);

 private:
  const std::vector<std::string>* inputs_at(const base::platform::FileStatus& file);

  std::map<std::pair<std::uint64_t, std::uint64_t>, std::vector<std::string>> files_;  // by device and number
  std::vector<std::filesystem::path> unread_models_;  // with external data not in `files_` yet
};

}  // namespace millrace::cli
