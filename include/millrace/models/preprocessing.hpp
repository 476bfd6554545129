#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "millrace/models/sourced.hpp"
#include "millrace/vision/letterbox.hpp"

namespace millrace {

enum class ChannelOrder { kRgb, kBgr };

/// What happens to a picture before inference, and where each value came from.
struct Preprocessing {
  Sourced<FitRule> fit;
  Sourced<std::uint8_t> pad_value;
  Sourced<ChannelOrder> channels;
  Sourced<std::vector<float>> mean;
  Sourced<std::vector<float>> scale;
  bool is_scale_assumed = false;  ///< nothing in the model tells mean and scale: they are usual in its family
};

/// In words: "letterbox, centred", "RGB".
std::string to_string(FitRule rule);
std::string to_string(ChannelOrder order);

}  // namespace millrace
