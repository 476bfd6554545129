#include "millrace/models/preprocessing.hpp"

namespace millrace {

std::string to_string(FitRule rule) {
  switch (rule) {
    case FitRule::kCentre: return "letterbox, centred";
    case FitRule::kTopLeft: return "letterbox, in the top left corner";
    case FitRule::kStretch: return "stretched";
  }
  return "unknown";
}

std::string to_string(ChannelOrder order) {
  return order == ChannelOrder::kRgb ? "RGB" : "BGR";
}

}  // namespace millrace
