#pragma once

#include "millrace/vision/image.hpp"
#include "millrace/vision/letterbox.hpp"

namespace millrace::io {

/// The size of a JPEG of `size` decoded at `eighths`/8 (1 to 8): each side is rounded, and at least 1.
Size scaled_size(Size size, int eighths);

/// At how many eighths to decode a JPEG of `size` that will be fitted into a model's `input`: the fewest that leave it no
/// smaller than it will be there, of those that cost less than a full decode. 8 for an input of {0, 0}.
int choose_eighths(Size size, Size input, FitRule fit);

}  // namespace millrace::io
