#include "models/model_bytes.hpp"

#include <algorithm>
#include <array>
#include <cstdint>
#include <fstream>
#include <optional>
#include <string_view>

#include "base/letter_case.hpp"

namespace millrace {
namespace {

constexpr std::streamoff kEnd = 4096;  // as much of either end of a file as is looked at

std::streamoff size_of(std::ifstream& file) {
  file.seekg(0, std::ios::end);
  const std::streamoff size = file.tellg();
  file.seekg(0);
  return size;
}

std::optional<std::uint64_t> read_varint(std::ifstream& file) {
  std::uint64_t value = 0;
  for (unsigned shift = 0; shift < 64; shift += 7) {
    const int byte = file.get();
    if (byte == std::ifstream::traits_type::eof()) return std::nullopt;
    value |= (static_cast<std::uint64_t>(byte) & 0x7FU) << shift;
    if (byte < 0x80) return value;
  }
  return std::nullopt;
}

// How many bytes a field's value has after its tag, by protobuf's wire type; a varint is read here and has no more.
std::optional<std::uint64_t> value_size(std::ifstream& file, std::uint64_t wire_type) {
  switch (wire_type) {
    case 0: return read_varint(file) ? std::optional<std::uint64_t>(0) : std::nullopt;
    case 1: return 8;
    case 2: return read_varint(file);
    case 5: return 4;
    default: return std::nullopt;
  }
}

// An ONNX file is one protobuf message: its fields, one after the other, must end where the file ends.
bool fields_fill_the_file(std::ifstream& file) {
  const std::streamoff size = size_of(file);
  while (file.tellg() < size) {
    const auto tag = read_varint(file);
    const auto length = tag ? value_size(file, *tag & 7U) : std::nullopt;
    if (!length || *length > static_cast<std::uint64_t>(size - file.tellg())) return false;
    file.seekg(static_cast<std::streamoff>(*length), std::ios::cur);
  }
  return true;
}

std::string text_at(std::ifstream& file, std::streamoff begin, std::streamoff length) {
  file.seekg(begin);
  std::string text(static_cast<std::size_t>(length), '\0');
  file.read(text.data(), static_cast<std::streamsize>(text.size()));
  return text;
}

std::string head_of(std::ifstream& file) {
  return text_at(file, 0, std::min(size_of(file), kEnd));
}

std::string tail_of(std::ifstream& file) {
  const std::streamoff size = size_of(file);
  return text_at(file, std::max<std::streamoff>(0, size - kEnd), std::min(size, kEnd));
}

// <net ... version="11">: without it OpenVINO takes the file for another format, whose reader prints.
bool names_its_version(const std::string& head) {
  const auto net = head.find("<net");
  return net != std::string::npos && head.substr(net, head.find('>', net) - net).find("version=") != std::string::npos;
}

// What OpenVINO reads besides its own format and ONNX, which is known by its content whatever the name.
bool is_other_format(const std::string& extension) {
  constexpr std::array<std::string_view, 4> kOthers = {".tflite", ".pb", ".pdmodel", ".json"};
  return std::ranges::find(kOthers, extension) != kOthers.end();
}

}  // namespace

std::string why_no_model(const std::filesystem::path& path) {
  std::ifstream file(path, std::ios::binary);
  if (!file) return "the file cannot be opened; are you allowed to read it?";
  if (size_of(file) == 0) return "the file is empty";
  const std::string extension = lower_case(path.extension().string());
  if (is_other_format(extension)) return "";
  if (extension == ".xml") {
    const bool is_whole = tail_of(file).find("</net>") != std::string::npos;
    if (is_whole && names_its_version(head_of(file))) return "";
    if (is_whole) return "this is no OpenVINO model (<net version=...> is missing); export or download it again";
    return "this is no OpenVINO model, or only a part of one (</net> is missing); export or download it again";
  }
  if (fields_fill_the_file(file)) return "";
  if (extension == ".onnx") return "this is no ONNX file, or only a part of one; export or download it again";
  return "this is no model that OpenVINO reads; give an .onnx or .xml file";
}

}  // namespace millrace
