#pragma once

#include <array>
#include <cstdint>
#include <span>
#include <string>
#include <vector>

#include "millrace/vision/detection.hpp"
#include "millrace/vision/image.hpp"

namespace millrace {

/// Blue, green, red.
using Colour = std::array<std::uint8_t, 3>;

/// The colour of a class: the same in every run, and far from its neighbours'.
Colour class_colour(int class_id) noexcept;

/// Draws each detection's box with a label such as "person 0.82" into the picture; lines and text grow with its size.
/// The best detection comes out on top. Labels stay inside the picture, and do not cover each other while there is room
/// near their boxes. A non-ASCII letter shows as one '?'. An empty picture is left alone; one with a size but no pixels
/// throws Error kInvalidArgument.
void draw_detections(MutableImageView picture, std::span<const Detection> detections,
                     const std::vector<std::string>& labels);

}  // namespace millrace
