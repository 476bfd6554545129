#include "cli/foreign_options.hpp"

#include <algorithm>
#include <vector>

#include <CLI/CLI.hpp>

#include "cli/aliases.hpp"

namespace millrace::cli {
namespace {

struct ForeignOption {
  std::string_view name;
  std::string_view what;
  std::string_view instead = {};  ///< what does the same here
};

constexpr std::string_view kPairs = "bench compares both";
constexpr std::string_view kRounds = "bench takes --time and --rounds";

constexpr ForeignOption kForeign[] = {
    // benchmark_app
    {"-b", "batch"},
    {"--batch", "batch"},
    {"--batch_size", "batch"},
    {"-niter", "number of iterations", kRounds},
    {"--niter", "number of iterations", kRounds},
    {"--number_iterations", "number of iterations", kRounds},
    {"--iterations", "number of iterations", kRounds},
    {"-api", "synchronous or asynchronous", kPairs},
    {"--api", "synchronous or asynchronous", kPairs},
    {"--api_type", "synchronous or asynchronous", kPairs},
    {"-load_config", "configuration file"},
    {"--load_config", "configuration file"},
    {"--load-config", "configuration file"},
    {"-dump_config", "configuration file"},
    {"--dump_config", "configuration file"},
    {"--dump-config", "configuration file"},
    {"-pc", "performance counters"},
    {"--perf_counts", "performance counters"},
    {"-pcseq", "performance counters"},
    {"--pcseq", "performance counters"},
    {"-pcsort", "performance counters"},
    {"--perf_counts_sort", "performance counters"},
    {"-report_type", "report", "give --json FILE"},
    {"--report_type", "report", "give --json FILE"},
    {"-report_folder", "report", "give --json FILE"},
    {"--report_folder", "report", "give --json FILE"},
    {"-json_stats", "report", "give --json FILE"},
    {"--json_stats", "report", "give --json FILE"},
    {"-shape", "input shape", "give --imgsz"},
    {"--shape", "input shape", "give --imgsz"},
    {"-data_shape", "input shape", "give --imgsz"},
    {"--data_shape", "input shape", "give --imgsz"},
    {"-layout", "input layout"},
    {"--layout", "input layout"},
    {"-ip", "precision of inputs and outputs"},
    {"--input_precision", "precision of inputs and outputs"},
    {"-op", "precision of inputs and outputs"},
    {"--output_precision", "precision of inputs and outputs"},
    {"-iop", "precision of inputs and outputs"},
    {"--input_output_precision", "precision of inputs and outputs"},
    {"-mean_values", "mean and scale"},
    {"--mean_values", "mean and scale"},
    {"-scale_values", "mean and scale"},
    {"--scale_values", "mean and scale"},
    {"-pin", "pinning of threads"},
    {"--infer_threads_pinning", "pinning of threads"},
    {"-latency_percentile", "percentile of latency"},
    {"--latency_percentile", "percentile of latency"},
    {"-exec_graph_path", "execution graph"},
    {"--exec_graph_path", "execution graph"},
    {"-inference_only", "inference without pictures"},
    {"--inference_only", "inference without pictures"},
    {"-no_warmup", "no warm-up"},
    {"--no_warmup", "no warm-up"},
    {"-max_irate", "limit of the rate"},
    {"--maximum_inference_rate", "limit of the rate"},
    {"-extensions", "extension"},
    {"--extensions", "extension"},
    {"-l", "extension"},
    {"-c", "extension"},
    {"-progress", "progress"},
    {"-stream_output", "output as a stream"},
    {"--stream_output", "output as a stream"},
    {"--progress", "progress"},
    // YOLOv5's detect.py and Ultralytics
    {"--half", "half precision", "give --precision f16"},
    {"--int8", "INT8", "export the model so"},
    {"--dnn", "OpenCV's inference"},
    {"--data", "data set", "give --labels FILE"},
    {"--project", "folder of runs", "give --out DIR"},
    {"--save-csv", "CSV", "give --csv FILE"},
    {"--save_csv", "CSV", "give --csv FILE"},
    {"--save-crop", "cut-out objects"},
    {"--save_crop", "cut-out objects"},
    {"--save_frames", "frames of videos"},
    {"--view-img", "window"},
    {"--view_img", "window"},
    {"--show", "window"},
    {"--vid-stride", "videos"},
    {"--vid_stride", "videos"},
    {"--stream_buffer", "videos"},
    {"--agnostic-nms", "suppression across classes"},
    {"--agnostic_nms", "suppression across classes"},
    {"--augment", "augmented inference"},
    {"--visualize", "pictures of features"},
    {"--update", "update of models"},
    {"--line-thickness", "width of lines"},
    {"--line_thickness", "width of lines"},
    {"--line_width", "width of lines"},
    {"--hide-labels", "pictures without labels"},
    {"--hide_labels", "pictures without labels"},
    {"--show_labels", "pictures without labels"},
    {"--hide-conf", "pictures without scores"},
    {"--hide_conf", "pictures without scores"},
    {"--show_conf", "pictures without scores"},
    {"--retina_masks", "masks"},
    {"--roboflow", "upload"},
    {"--save", "annotated pictures", "they are written without it"},
    {"--save-json", "JSON", "give --json FILE"},
    {"--save_json", "JSON", "give --json FILE"},
    {"--embed", "embeddings"},
    {"--rect", "rectangular input"},
    {"--compile", "compilation by PyTorch"},
};

// "give --out DIR" helps a command only that has this option.
bool has_what_it_names(const CLI::App& command, std::string_view advice) {
  constexpr std::string_view kGive = "give ";
  if (!advice.starts_with(kGive)) return !advice.empty();
  const std::string_view option = advice.substr(kGive.size());
  return command.get_option_no_throw(std::string(option.substr(0, option.find(' ')))) != nullptr;
}

// "bench and soak": the other commands that have this option.
std::string owners_of(const CLI::App& command, const std::string& option) {
  const CLI::App* const program = command.get_parent();
  if (program == nullptr) return {};
  std::vector<std::string> owners;
  for (const CLI::App* other : program->get_subcommands([](const CLI::App*) { return true; })) {
    if (other->get_option_no_throw(option) != nullptr) owners.push_back(other->get_name());
  }
  std::string text;
  for (std::size_t i = 0; i < owners.size(); ++i) {
    text += (i == 0 ? "" : i + 1 == owners.size() ? " and " : ", ") + owners[i];
  }
  return text;
}

}  // namespace

std::string foreign_option(const CLI::App& command, std::string_view name) {
  const bool has_number =
      name.size() > 2 && name[1] != '-' && name.find_first_not_of("0123456789", 2) == std::string_view::npos;
  if (has_number) name = name.substr(0, 2);  // -b4
  const auto* const foreign = std::ranges::find(kForeign, name, &ForeignOption::name);
  if (foreign != std::end(kForeign)) {
    std::string text = std::string(name).append(", ").append(foreign->what).append(": not supported yet");
    if (has_what_it_names(command, foreign->instead)) text.append("; ").append(foreign->instead);
    return text;
  }
  const std::string ours = apply_aliases({std::string(name)}).front();
  const std::string owners = owners_of(command, ours);
  if (owners.empty()) return {};
  const bool is_one = owners.find(' ') == std::string::npos;
  return std::string(name) + ": " + command.get_name() + " has no such option, " + owners + (is_one ? " has" : " have");
}

std::string first_foreign_option(const CLI::App& command, std::span<const std::string> arguments) {
  for (const std::string& argument : arguments) {
    if (argument == "--") break;
    if (!argument.starts_with('-')) continue;
    const std::string name = argument.substr(0, argument.find('='));
    const std::string ours = apply_aliases({name}).front();
    if (command.get_option_no_throw(ours) != nullptr) continue;
    if (std::string text = foreign_option(command, name); !text.empty()) return text;
  }
  return {};
}

}  // namespace millrace::cli
