#include "cli/arguments/aliases.hpp"

#include <algorithm>
#include <cctype>

namespace millrace::cli {
namespace {

constexpr Alias kAliases[] = {
    // benchmark_app
    {"-m", "--model"},
    {"--path_to_model", "--model"},
    {"-i", "--source"},
    {"--paths_to_input", "--source"},
    {"-d", "--device"},
    {"--target_device", "--device"},
    {"-o", "--out"},
    {"-hint", "--hint"},
    {"--perf_hint", "--hint"},
    {"-nireq", "--requests"},
    {"--nireq", "--requests"},
    {"--number_infer_requests", "--requests"},
    {"-nstreams", "--streams"},
    {"--nstreams", "--streams"},
    {"--number_streams", "--streams"},
    {"-nthreads", "--threads"},
    {"--nthreads", "--threads"},
    {"--number_threads", "--threads"},
    {"-t", "--time"},
    {"-infer_precision", "--precision"},
    {"--infer_precision", "--precision"},
    {"-cdir", "--cache-dir"},
    {"-cache_dir", "--cache-dir"},
    {"--cache_dir", "--cache-dir"},
    // YOLOv5's detect.py and Ultralytics
    {"--weights", "--model"},
    {"--conf-thres", "--conf"},
    {"--conf_thres", "--conf"},
    {"--iou-thres", "--iou"},
    {"--iou_thres", "--iou"},
    {"--img", "--imgsz"},
    {"--img-size", "--imgsz"},
    {"--max_det", "--max-det"},
    {"--save_txt", "--save-txt"},
    {"--save_conf", "--save-conf"},
    {"--exist_ok", "--exist-ok"},
    {"--nosave", "--no-save"},
};

// The replaced name, with the value after '=' unchanged.
std::string replaced(const std::string& argument) {
  const std::string_view name = std::string_view(argument).substr(0, argument.find('='));
  const auto found = std::ranges::find(kAliases, name, &Alias::given);
  return found == std::end(kAliases) ? argument : std::string(found->meant) + argument.substr(name.size());
}

}  // namespace

std::span<const Alias> aliases() {
  return kAliases;
}

std::vector<std::string> apply_aliases(std::vector<std::string> arguments) {
  for (std::string& argument : arguments) {
    if (argument == "--") break;
    if (argument.starts_with('-')) argument = replaced(argument);
  }
  return arguments;
}

std::string single_dash_word(std::span<const std::string> arguments,
                             const std::function<bool(const std::string&)>& allowed) {
  for (const std::string& argument : arguments) {
    if (argument == "--") break;
    const std::string_view name = std::string_view(argument).substr(0, argument.find('='));
    const bool word = name.size() > 2 && name[0] == '-' && std::isalpha(static_cast<unsigned char>(name[1])) != 0;
    if (word && !allowed(argument)) return argument;
  }
  return "";
}

}  // namespace millrace::cli
