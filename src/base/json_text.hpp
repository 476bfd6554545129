#pragma once

#include <string>
#include <string_view>

namespace millrace::base {

/// JSON with DEL and the controls beyond ASCII (U+0080 to U+009F) written as \u007f, as JSON itself demands of the others
/// only: a terminal obeys them, too.
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

/// A nlohmann::basic_json as such text, in one line (indent -1) or indented. Bytes that are not UTF-8 (odd file names)
/// become U+FFFD, so that it is valid JSON.
template <class Json>
std::string json_text(const Json& json, int indent) {
  return without_raw_controls(json.dump(indent, ' ', false, Json::error_handler_t::replace));
}

}  // namespace millrace::base
