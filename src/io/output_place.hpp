#pragma once

#include <filesystem>
#include <optional>

namespace millrace::io {

/// The descriptor of this process that a path names: 1 for /dev/stdout, 3 for /dev/fd/3 and /proc/self/fd/3. Opening
/// such a path anew would start again at the beginning of a redirected file, and empty it.
std::optional<int> own_descriptor(const std::filesystem::path& path);

/// The path at the end of a chain of links, whether or not a file is there; the path itself if it is not a link.
std::filesystem::path followed(const std::filesystem::path& path);

}  // namespace millrace::io
