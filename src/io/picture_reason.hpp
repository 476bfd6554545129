#pragma once

#include <cstddef>
#include <string>
#include <string_view>

#include <fmt/format.h>

namespace millrace::io {

/// Why bytes of this format, cut off, give no picture.
inline std::string ends_early(std::string_view format, std::size_t bytes) {
  return fmt::format(
      "the {} data end too early, so the file is truncated or damaged ({} bytes); copy or download it again", format,
      bytes);
}

/// Why a decoder gave no picture, with what it said, if it said something.
inline std::string refused_by_decoder(std::string_view detail = {}) {
  return fmt::format("the decoder refuses it{}{}; the file is damaged or of a rare kind, try to convert it",
                     detail.empty() ? "" : ": ", detail);
}

}  // namespace millrace::io
