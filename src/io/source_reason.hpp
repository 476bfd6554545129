#pragma once

#include <string>

namespace millrace::io {

/// A source in quotes, since an empty or odd one is only seen so. The middle of a very long one is left out.
std::string quoted_source(const std::string& source);

/// Why this source, which is there, is not read, and what to try; empty for what is tried as a picture: "videos are not
/// read yet, ...". Only names tell: nothing is opened.
std::string reason_of_kind(const std::string& source);

/// The same for a source that is not there: an address, a camera's number, a wrong path.
std::string reason_of_absence(const std::string& source);

/// True for an address such as https://example.org/a.jpg or rtsp:camera, which no file is looked for under.
bool is_address(const std::string& source);

}  // namespace millrace::io
