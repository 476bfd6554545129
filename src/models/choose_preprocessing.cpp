#include "models/choose_preprocessing.hpp"

#include <algorithm>
#include <string_view>

#include <fmt/format.h>

#include "base/letter_case.hpp"
#include "millrace/base/error.hpp"
#include "models/number_list.hpp"

namespace millrace::models {
namespace {

constexpr float kLargestPixel = 255;

/// The texts in model_info, with their keys for messages.
class MetadataReader {
 public:
  MetadataReader(std::string family, std::string model) : family_(std::move(family)), model_(std::move(model)) {}

  /// `parse` of the text if there is one, else the family's value.
  template <class T, class Parse>
  Sourced<T> choose(const std::string& key, const std::optional<std::string>& text, T family_value, const char* wanted,
                    Parse parse) const {
    if (!text) return {std::move(family_value), "family " + family_};
    if (std::optional<T> value = parse(*text)) return {std::move(*value), "rt_info/model_info/" + key};
    throw Error(ErrorCode::kModel,
                fmt::format("model {}: rt_info/model_info/{} is '{}'; {} was wanted", model_, key, *text, wanted));
  }

 private:
  std::string family_;
  std::string model_;
};

std::optional<FitRule> parse_fit(const std::string& text) {
  if (text == "fit_to_window_letterbox") return FitRule::kCentre;
  if (text == "fit_to_window") return FitRule::kTopLeft;
  if (text == "standard") return FitRule::kStretch;
  return std::nullopt;  // "crop" loses what is at the border
}

std::optional<std::uint8_t> parse_pad(const std::string& text) {
  const auto numbers = parse_numbers(text);
  if (numbers.size() != 1 || numbers[0] < 0 || numbers[0] > kLargestPixel) return std::nullopt;
  return static_cast<std::uint8_t>(numbers[0]);
}

bool is_yes(const std::optional<std::string>& given) {
  const std::string text = base::lower_case(given.value_or(""));
  return text == "yes" || text == "true" || text == "1";
}

std::optional<ChannelOrder> parse_order(const std::string& given) {
  if (is_yes(given)) return ChannelOrder::kRgb;  // reversed: pictures are read as BGR
  const std::string text = base::lower_case(given);
  if (text == "no" || text == "false" || text == "0" || text.empty()) return ChannelOrder::kBgr;
  return std::nullopt;
}

std::optional<std::vector<float>> parse_for_channels(const std::string& text) {
  std::vector<float> numbers = parse_numbers(text);
  if (numbers.size() != 1 && numbers.size() != 3) return std::nullopt;
  return numbers;
}

std::optional<std::vector<float>> parse_scale(const std::string& text) {
  auto numbers = parse_for_channels(text);
  if (numbers && std::ranges::find(*numbers, 0.0F) != numbers->end()) return std::nullopt;
  return numbers;
}

/// True if a text such as "[123.675,116.28,103.53]" has a number that is of pixels.
bool tells_of_pixels(const std::optional<std::string>& text) {
  std::string numbers = text.value_or("");
  std::ranges::replace_if(
      numbers, [](char c) { return std::string_view("0123456789.+-").find(c) == std::string_view::npos; }, ' ');
  return std::ranges::any_of(parse_numbers(numbers), is_of_pixels);
}

/// Why pixels are scaled inside the model; empty if they are not, as far as it tells.
std::string scaling_inside(const PreprocessingInfo& info, const BuiltInSteps& built_in) {
  if (is_yes(info.embedded_processing)) return "rt_info/model_info/embedded_processing";
  if (!built_in.scaling.empty()) return built_in.scaling;
  if (built_in.takes_bytes) return "its input takes u8";
  if (tells_of_pixels(info.converted_scale)) return "rt_info/conversion_parameters/scale_values";
  if (tells_of_pixels(info.converted_mean)) return "rt_info/conversion_parameters/mean_values";
  return "";
}

/// The order of the pictures' channels, from the one that the model's first layer wants.
Sourced<ChannelOrder> fed_order(Sourced<ChannelOrder> wanted, bool is_as_fed, const PreprocessingInfo& info,
                                const BuiltInSteps& built_in) {
  if (is_yes(info.embedded_processing)) return {ChannelOrder::kBgr, "rt_info/model_info/embedded_processing"};
  const bool is_said = is_yes(info.converted_reversal);
  if (is_as_fed || (!built_in.reverses_channels && !is_said)) return wanted;
  const ChannelOrder fed = wanted.value == ChannelOrder::kRgb ? ChannelOrder::kBgr : ChannelOrder::kRgb;
  return {fed, fmt::format("{} wants {}, and {}", wanted.origin, to_string(wanted.value),
                           built_in.reverses_channels ? "its graph begins by reversing the channels"
                                                      : "rt_info/conversion_parameters/reverse_input_channels")};
}

}  // namespace

Preprocessing choose_preprocessing(const PreprocessingInfo& info, const BuiltInSteps& built_in, FitRule family_fit,
                                   const PixelRule& family_pixels, const std::string& family,
                                   const std::string& model) {
  const MetadataReader reader(family, model);
  const char* numbers = "one number or three";
  Preprocessing chosen{
      .fit = reader.choose("resize_type", info.resize_type, family_fit,
                           "standard, fit_to_window or fit_to_window_letterbox", parse_fit),
      .pad_value = reader.choose("pad_value", info.pad_value, kLetterboxGrey, "a number from 0 to 255", parse_pad),
      .channels = reader.choose("reverse_input_channels", info.reverse_input_channels, family_pixels.channels,
                                "YES or NO", parse_order),
      .mean = reader.choose("mean_values", info.mean_values, family_pixels.mean, numbers, parse_for_channels),
      .scale = reader.choose("scale_values", info.scale_values, family_pixels.scale,
                             "one number or three, none of them 0,", parse_scale)};
  chosen.channels =
      fed_order(std::move(chosen.channels), family_pixels.is_as_fed && !info.reverse_input_channels, info, built_in);
  const std::string inside = scaling_inside(info, built_in);
  chosen.is_scale_assumed = inside.empty() && !info.scale_values && !info.mean_values;
  if (!inside.empty()) chosen.mean = chosen.scale = {{}, "done inside the model: " + inside};
  return chosen;
}

}  // namespace millrace::models
