#include "models/model_bytes.hpp"

#include <algorithm>
#include <array>
#include <cstdint>
#include <optional>
#include <string_view>

#include <fmt/format.h>

#include "base/letter_case.hpp"

namespace millrace::models {
namespace {

constexpr std::size_t kEnd = 4096;            // how much of either end of a file is examined
constexpr std::size_t kMostFields = 100'000;  // of a model itself; its whole graph is one of them

/// One field of a protobuf message.
struct Field {
  std::uint64_t number;
  std::uint64_t wire_type;
};

/// Reads the fields of a message one after the other.
class FieldReader {
 public:
  explicit FieldReader(std::string_view bytes) : left_(bytes) {}

  bool at_end() const noexcept { return left_.empty(); }

  /// Reads the next field's tag, and stops before its value.
  std::optional<Field> tag() {
    const auto tag = varint();
    if (!tag || *tag >> 3U == 0) return std::nullopt;
    return Field{.number = *tag >> 3U, .wire_type = *tag & 7U};
  }

  /// Skips a field. Nothing if there is none, or only part of one.
  std::optional<Field> next() {
    const auto field = tag();
    const auto size = field ? value_size(field->wire_type) : std::nullopt;
    if (!size || *size > left_.size()) return std::nullopt;
    left_.remove_prefix(static_cast<std::size_t>(*size));
    return field;
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

  // How many bytes of value follow the tag, by protobuf's wire type; a varint is consumed here, and leaves 0.
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

constexpr std::uint64_t kOnnxGraph = 7;
constexpr std::uint64_t kMessage = 2;  // the wire type of messages and strings

// A model is one message whose fields end where the file ends; field number `wanted` is among them, and is a message.
bool is_message_with(std::uint64_t wanted, std::string_view bytes) {
  FieldReader fields(bytes);
  bool found = false;
  for (std::size_t count = 0; !fields.at_end(); ++count) {
    const auto field = count < kMostFields ? fields.next() : std::nullopt;
    if (!field) return false;
    found = found || (field->number == wanted && field->wire_type == kMessage);
  }
  return found;
}

// <net ... version="11">: without it OpenVINO tries another format, whose reader prints.
bool names_its_version(std::string_view head) {
  const auto net = head.find("<net");
  return net != std::string_view::npos &&
         head.substr(net, head.find('>', net) - net).find("version=") != std::string_view::npos;
}

bool is_tflite(std::string_view bytes) {
  return bytes.substr(0, 8).ends_with("TFL3");
}

// The first field is the nodes of a TensorFlow graph, the blocks of a PaddlePaddle program.
bool is_graph(std::string_view bytes) {
  return is_message_with(1, bytes);
}

// A TensorFlow graph as protobuf text: "node { ...".
bool is_text_graph(std::string_view bytes) {
  const std::string_view head = bytes.substr(0, kEnd);
  return head.find('\0') == std::string_view::npos && head.find('{') != std::string_view::npos;
}

bool is_paddle_json(std::string_view bytes) {
  return bytes.substr(0, kEnd).find("\"base_code\"") != std::string_view::npos;
}

/// What OpenVINO reads besides its own format and ONNX, which is recognised by its content under any name.
struct OtherFormat {
  std::string_view extension;
  std::string_view name;
  bool (*matches)(std::string_view bytes);
};

constexpr std::array<OtherFormat, 4> kOtherFormats = {
    {{".tflite", "TensorFlow Lite", is_tflite},
     {".pb", "TensorFlow", [](std::string_view bytes) { return is_graph(bytes) || is_text_graph(bytes); }},
     {".pdmodel", "PaddlePaddle", is_graph},
     {".json", "PaddlePaddle", is_paddle_json}}};

}  // namespace

bool begins_like_onnx(std::string_view beginning) {
  constexpr std::uint64_t kNewest = 31;  // fields beyond those of today, up to 26
  const auto field = FieldReader(beginning.substr(0, kEnd)).tag();
  return field && field->number <= kNewest && (field->wire_type == kMessage || field->wire_type == 0);
}

std::string why_no_model(const std::filesystem::path& path, std::string_view bytes) {
  if (bytes.empty()) return "the file is empty";
  if (bytes.size() > kLargestModel)
    return "the file is larger than 2 GiB, and no model is; weights have files of their own";
  const std::string extension = base::lower_case(path.extension().string());
  if (const auto* const other = std::ranges::find(kOtherFormats, extension, &OtherFormat::extension);
      other != kOtherFormats.end()) {
    if (other->matches(bytes)) return "";
    return fmt::format("this is no model of {}, or only a part of one; export or download it again", other->name);
  }
  if (extension == ".xml") {
    const std::string_view tail = bytes.substr(bytes.size() - std::min(bytes.size(), kEnd));
    const bool is_whole = tail.find("</net>") != std::string_view::npos;
    if (is_whole && names_its_version(bytes.substr(0, kEnd))) return "";
    if (is_whole) return "this is no OpenVINO model (<net version=...> is missing); export or download it again";
    return "this is no OpenVINO model, or only a part of one (</net> is missing); export or download it again";
  }
  if (is_message_with(kOnnxGraph, bytes)) return "";
  if (extension == ".onnx") return "this is no ONNX file, or only a part of one; export or download it again";
  return "this is no model that OpenVINO reads; give an .onnx or .xml file";
}

}  // namespace millrace::models
