#pragma once

#include <string>
#include <string_view>

namespace millrace::base {

/// JSON with DEL and the C1 controls (U+0080 to U+009F) escaped as \u007f and so on. JSON requires that only for other
/// control characters, but terminals obey these too.
inline std::string without_raw_controls(std::string_view json) {
  constexpr std::string_view kHex = "0123456789abcdef";
  std::string text;
  text.reserve(json.size());
  for (std::size_t i = 0; i < json.size(); ++i) {
    const auto byte = static_cast<unsigned char>(json[i]);
    const auto next = static_cast<unsigned char>(i + 1 < json.size() ? json[i + 1] : 0);
    if (byte == 0x7F) {
      text += "\\u007f";
    } else if (byte == 0xC2 && next >= 0x80 && next <= 0x9F) {
      text.append("\\u00").append({kHex[next >> 4U], kHex[next & 0xFU]});
      ++i;
    } else {
      text += json[i];
    }
  }
  return text;
}

/// A nlohmann::basic_json as such text, on one line (indent -1) or indented. Bytes that are not UTF-8 (odd file names)
/// become U+FFFD, so the result is always valid JSON.
template <class Json>
std::string json_text(const Json& json, int indent) {
  return without_raw_controls(json.dump(indent, ' ', false, Json::error_handler_t::replace));
}

}  // namespace millrace::base
