#pragma once

#include <string>

namespace millrace::io {

/// A source in quotes, so that an empty or odd one shows. The middle of a very long one is left out.
std::string quoted_source(const std::string& source);

/// Why a source that exists is not read, and what to try; empty if it is tried as a picture: "videos are not read yet,
/// ...". Judges by the name: opens nothing.
std::string reason_of_kind(const std::string& source);

/// The same for a source that does not exist: an address, a camera's number, a wrong path.
std::string reason_of_absence(const std::string& source);

/// True for an address such as https://example.org/a.jpg or rtsp:camera, which is never looked up as a file.
bool is_address(const std::string& source);

}  // namespace millrace::io
