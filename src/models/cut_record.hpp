#pragma once

#include <filesystem>
#include <memory>
#include <optional>
#include <string>
#include <string_view>

#include "millrace/queue/compile_options.hpp"
#include "models/head_cut.hpp"
#include "openvino/core/model.hpp"

namespace millrace::models {

/// What is remembered of a graph whose cut and uncut form were compared: a plan, or the reason to leave it uncut.
using CutRecord = HeadPlanOrReason;

/// The records of compared graphs, a small file each beside the model cache. A file that cannot be read, or was
/// changed, counts as none. Each key tells the graph's content (operations, weights, size of the input), the device, and
/// the versions of OpenVINO and millrace.
class CutRecords {
 public:
  /// `folder` must exist; empty: nothing is remembered.
  CutRecords(std::filesystem::path folder, std::string device)
      : folder_(std::move(folder)), device_(std::move(device)) {}

  bool has_folder() const noexcept { return !folder_.empty(); }
  /// False if nothing can be remembered. Tries to make a file.
  bool are_kept() const;
  std::string key_of(const std::shared_ptr<ov::Model>& graph) const;
  std::optional<CutRecord> find(std::string_view key) const;
  /// Does nothing if the folder cannot be written to.
  void keep(std::string_view key, const CutRecord& record) const;

 private:
  std::filesystem::path path_of(std::string_view key) const;

  std::filesystem::path folder_;
  std::string device_;
};

/// The records for models compiled so.
inline CutRecords records_of(const CompileOptions& options) {
  return {options.cache_dir, options.device};
}

}  // namespace millrace::models
