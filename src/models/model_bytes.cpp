#include "models/model_bytes.hpp"

#include <algorithm>
#include <array>
#include <cstdint>
#include <optional>
#include <string_view>

#include "base/letter_case.hpp"

namespace millrace {
namespace {

constexpr std::size_t kEnd = 4096;            // as much of either end of a file as is looked at
constexpr std::size_t kMostFields = 100'000;  // of an ONNX model itself; what its graph holds is one of them

/// Reads the fields of a protobuf message, one after the other.
class FieldReader {
 public:
  explicit FieldReader(std::string_view bytes) : left_(bytes) {}

  bool at_end() const noexcept { return left_.empty(); }

  /// Passes over a field. False when there is none here, or only a part of one.
  bool skip() {
    const auto tag = varint();
    if (!tag || *tag >> 3U == 0) return false;
    const auto size = value_size(*tag & 7U);
    if (!size || *size > left_.size()) return false;
    left_.remove_prefix(static_cast<std::size_t>(*size));
    return true;
  }

 private:
  std::optional<std::uint64_t> varint() {
    std::uint64_t value = 0;
    for (unsigned shift = 0; shift < 64 && !left_.empty(); shift += 7) {
      const auto byte = static_cast<unsigned char>(left_.front());
      left_.remove_prefix(1);
      value |= (byte & std::uint64_t{0x7F}) << shift;
      if (byte < 0x80) return value;
    }
    return std::nullopt;
  }

  // How many bytes a value has after its tag, by protobuf's wire type; a varint is read here and has no more.
  std::optional<std::uint64_t> value_size(std::uint64_t wire_type) {
    switch (wire_type) {
      case 0: return varint() ? std::optional<std::uint64_t>(0) : std::nullopt;
      case 1: return 8;
      case 2: return varint();
      case 5: return 4;
      default: return std::nullopt;
    }
  }

  std::string_view left_;
};

// An ONNX file is one protobuf message: its fields, one after the other, must end where the file ends.
bool fields_fill(std::string_view bytes) {
  FieldReader fields(bytes);
  for (std::size_t count = 0; !fields.at_end(); ++count) {
    if (count == kMostFields || !fields.skip()) return false;
  }
  return true;
}

// <net ... version="11">: without it OpenVINO takes the file for another format, whose reader prints.
bool names_its_version(std::string_view head) {
  const auto net = head.find("<net");
  return net != std::string_view::npos &&
         head.substr(net, head.find('>', net) - net).find("version=") != std::string_view::npos;
}

bool is_tflite(std::string_view bytes) {
  return bytes.substr(0, 8).ends_with("TFL3");
}

bool is_text(std::string_view bytes) {
  return bytes.substr(0, kEnd).find('\0') == std::string_view::npos;
}

// A frozen graph of TensorFlow is a protobuf message, or its text.
bool is_message_or_text(std::string_view bytes) {
  return is_text(bytes) || fields_fill(bytes);
}

/// What OpenVINO reads besides its own format and ONNX, which is known by its content whatever the name.
struct OtherFormat {
  std::string_view extension;
  std::string_view name;
  bool (*matches)(std::string_view bytes);
};

constexpr std::array<OtherFormat, 4> kOtherFormats = {{{".tflite", "TensorFlow Lite", is_tflite},
                                                       {".pb", "TensorFlow", is_message_or_text},
                                                       {".pdmodel", "PaddlePaddle", fields_fill},
                                                       {".json", "PaddlePaddle", is_text}}};

}  // namespace

std::string why_no_model(const std::filesystem::path& path, std::string_view bytes) {
  if (bytes.empty()) return "the file is empty";
  const std::string extension = lower_case(path.extension().string());
  if (const auto* const other = std::ranges::find(kOtherFormats, extension, &OtherFormat::extension);
      other != kOtherFormats.end()) {
    if (other->matches(bytes)) return "";
    return "this is no model of " + std::string(other->name) + ", or only a part of one; export or download it again";
  }
  if (extension == ".xml") {
    const std::string_view tail = bytes.substr(bytes.size() - std::min(bytes.size(), kEnd));
    const bool is_whole = tail.find("</net>") != std::string_view::npos;
    if (is_whole && names_its_version(bytes.substr(0, kEnd))) return "";
    if (is_whole) return "this is no OpenVINO model (<net version=...> is missing); export or download it again";
    return "this is no OpenVINO model, or only a part of one (</net> is missing); export or download it again";
  }
  if (fields_fill(bytes)) return "";
  if (extension == ".onnx") return "this is no ONNX file, or only a part of one; export or download it again";
  return "this is no model that OpenVINO reads; give an .onnx or .xml file";
}

}  // namespace millrace
