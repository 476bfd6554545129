#include "models/cut_record.hpp"

#include <cstddef>
#include <cstdint>
#include <fstream>
#include <functional>
#include <ostream>
#include <streambuf>
#include <system_error>

#include <fmt/format.h>
#include <nlohmann/json.hpp>

#include "base/mapped_file.hpp"
#include "base/platform.hpp"
#include "openvino/core/version.hpp"
#include "openvino/pass/serialize.hpp"

namespace millrace::models {
namespace {

using nlohmann::json;

namespace fs = std::filesystem;

constexpr std::size_t kLargestRecord = std::size_t{1} << 20U;

/// Takes bytes and keeps their hash only.
class HashBuffer : public std::streambuf {
 public:
  std::uint64_t hash() const noexcept { return hash_; }

 private:
  std::streamsize xsputn(const char* bytes, std::streamsize count) override {
    add({bytes, static_cast<std::size_t>(count)});
    return count;
  }
  int_type overflow(int_type letter) override {
    const char byte = traits_type::to_char_type(letter);
    add({&byte, 1});
    return letter;
  }
  pos_type seekoff(off_type, std::ios_base::seekdir, std::ios_base::openmode) override { return size_; }

  void add(std::string_view bytes) {
    constexpr std::uint64_t kPrime = 0x100000001b3;
    hash_ = hash_ * kPrime + std::hash<std::string_view>{}(bytes);
    size_ += static_cast<off_type>(bytes.size());
  }

  std::uint64_t hash_ = 0;
  off_type size_ = 0;
};

/// A copy without the names that OpenVINO makes up as it reads, which count on from model to model.
std::shared_ptr<ov::Model> with_plain_names(const std::shared_ptr<ov::Model>& graph) {
  std::shared_ptr<ov::Model> copy = graph->clone();
  copy->set_friendly_name("model");
  std::size_t number = 0;
  for (const auto& node : copy->get_ordered_ops()) node->set_friendly_name(fmt::format("{}", number++));
  return copy;
}

/// Tells a file that was changed, or belongs to another key.
std::string seal_of(const json& unsealed, std::string_view key) {
  return fmt::format("{:016x}", std::hash<std::string>{}(unsealed.dump().append(key)));
}

std::optional<CutRecord> parse(std::string_view text, std::string_view key) {
  json object = json::parse(text, nullptr, false);
  if (!object.is_object()) return std::nullopt;
  const std::string seal = object.value("seal", "");
  object.erase("seal");
  if (seal != seal_of(object, key)) return std::nullopt;
  CutRecord record{.plan = {}, .reason = object.value("uncut", "")};
  for (const json& place : object.value("order", json::array())) record.plan.order.push_back(place.get<std::size_t>());
  for (const json& grid : object.value("anchors", json::array())) {
    std::vector<vision::Anchor>& anchors = record.plan.anchors.emplace_back();
    for (const json& anchor : grid)
      anchors.push_back({.width = anchor.at(0).get<float>(), .height = anchor.at(1).get<float>()});
  }
  if (object.contains("bins")) {
    const json& bins = object["bins"];
    record.plan.bins = {.values = bins.at("values").get<std::vector<float>>(),
                        .largest_weight = bins.at("largest_weight").get<float>(),
                        .levels = bins.at("levels").get<int>()};
  }
  return record;
}

json json_of(const CutRecord& record) {
  json object{{"schema", 1}};
  if (!record.ok()) {
    object["uncut"] = record.reason;
    return object;
  }
  object["order"] = record.plan.order;
  object["anchors"] = json::array();
  for (const std::vector<vision::Anchor>& grid : record.plan.anchors) {
    json anchors = json::array();
    for (const vision::Anchor& anchor : grid) anchors.push_back({anchor.width, anchor.height});
    object["anchors"].push_back(std::move(anchors));
  }
  const vision::DistanceBins& bins = record.plan.bins;
  if (!bins.values.empty())
    object["bins"] = {{"values", bins.values}, {"largest_weight", bins.largest_weight}, {"levels", bins.levels}};
  return object;
}

}  // namespace

bool CutRecords::are_kept() const {
  return !folder_.empty() && !base::platform::error_of_new_file_in(folder_);
}

fs::path CutRecords::path_of(std::string_view key) const {
  return folder_ / fmt::format("{}.cut.json", key);
}

std::string CutRecords::key_of(const std::shared_ptr<ov::Model>& graph) const {
  HashBuffer operations;
  HashBuffer weights;
  std::ostream operations_out(&operations);
  std::ostream weights_out(&weights);
  ov::pass::Serialize(operations_out, weights_out).run_on_model(with_plain_names(graph));
  const std::string others = fmt::format("{} {} {}", device_, ov::get_openvino_version().buildNumber, MILLRACE_VERSION);
  return fmt::format("{:016x}{:016x}{:016x}", operations.hash(), weights.hash(), std::hash<std::string_view>{}(others));
}

std::optional<CutRecord> CutRecords::find(std::string_view key) const {
  if (folder_.empty()) return std::nullopt;
  const base::MappedFile file(path_of(key));  // of a pipe we would have to wait for the writer
  if (file.bytes().size() > kLargestRecord) return std::nullopt;
  try {
    return parse(file.bytes(), key);
  } catch (const json::exception&) {
    return std::nullopt;
  }
}

void CutRecords::keep(std::string_view key, const CutRecord& record) const {
  if (folder_.empty()) return;
  const fs::path path = path_of(key);
  const fs::path part = fs::path(path).concat(fmt::format(".{}.part", base::platform::process_id()));
  std::error_code error;
  std::ofstream file(part);
  json object = json_of(record);
  object["seal"] = seal_of(object, key);
  file << object.dump();
  file.close();
  if (file) fs::rename(part, path, error);
  if (!file || error) base::platform::remove_file(part);
}

}  // namespace millrace::models
