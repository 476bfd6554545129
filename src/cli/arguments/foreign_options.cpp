#include "cli/arguments/foreign_options.hpp"

#include <algorithm>
#include <vector>

#include <CLI/CLI.hpp>
#include <fmt/format.h>

#include "base/parse_number.hpp"
#include "cli/arguments/aliases.hpp"
#include "cli/text/text_layout.hpp"

namespace millrace::cli {
namespace {

/// An option without its dashes, with '-' between words.
struct ForeignOption {
  std::string_view name;
  std::string_view what;
  std::string_view instead = {};  ///< what to do here instead
};

constexpr std::string_view kPairs = "bench compares both";
constexpr std::string_view kRounds = "bench takes --time and --rounds";
constexpr std::string_view kJson = "give --json FILE";

constexpr ForeignOption kForeign[] = {
    // benchmark_app
    {"b", "batch"},
    {"batch", "batch"},
    {"batch-size", "batch"},
    {"niter", "number of iterations", kRounds},
    {"number-iterations", "number of iterations", kRounds},
    {"iterations", "number of iterations", kRounds},
    {"api", "synchronous or asynchronous", kPairs},
    {"api-type", "synchronous or asynchronous", kPairs},
    {"load-config", "configuration file"},
    {"dump-config", "configuration file"},
    {"pc", "performance counters"},
    {"perf-counts", "performance counters"},
    {"pcseq", "performance counters"},
    {"pcsort", "performance counters"},
    {"perf-counts-sort", "performance counters"},
    {"report-type", "report", kJson},
    {"report-folder", "report", kJson},
    {"json-stats", "report", kJson},
    {"shape", "input shape", "give --imgsz"},
    {"data-shape", "input shape", "give --imgsz"},
    {"layout", "input layout"},
    {"ip", "precision of inputs and outputs"},
    {"input-precision", "precision of inputs and outputs"},
    {"op", "precision of inputs and outputs"},
    {"output-precision", "precision of inputs and outputs"},
    {"iop", "precision of inputs and outputs"},
    {"input-output-precision", "precision of inputs and outputs"},
    {"mean-values", "mean and scale"},
    {"scale-values", "mean and scale"},
    {"pin", "pinning of threads"},
    {"infer-threads-pinning", "pinning of threads"},
    {"latency-percentile", "percentile of latency"},
    {"exec-graph-path", "execution graph"},
    {"inference-only", "inference without pictures"},
    {"no-warmup", "no warm-up"},
    {"max-irate", "limit of the rate"},
    {"maximum-inference-rate", "limit of the rate"},
    {"extensions", "extension"},
    {"l", "extension"},
    {"c", "extension"},
    {"progress", "progress"},
    {"stream-output", "output as a stream"},
    // YOLOv5's detect.py and Ultralytics
    {"half", "half precision", "give --precision f16"},
    {"int8", "INT8", "export the model so"},
    {"dnn", "OpenCV's inference"},
    {"data", "data set", "give --labels FILE"},
    {"project", "folder of runs", "give --out DIR"},
    {"save", "annotated pictures", "they are written without it"},
    {"save-csv", "CSV", "give --csv FILE"},
    {"save-json", "JSON", kJson},
    {"save-crop", "cut-out objects"},
    {"save-frames", "frames of videos"},
    {"view-img", "window"},
    {"show", "window"},
    {"vid-stride", "videos"},
    {"stream-buffer", "videos"},
    {"agnostic-nms", "suppression across classes"},
    {"augment", "augmented inference"},
    {"visualize", "pictures of features"},
    {"update", "update of models"},
    {"line-thickness", "width of lines"},
    {"line-width", "width of lines"},
    {"hide-labels", "pictures without labels"},
    {"show-labels", "pictures without labels"},
    {"hide-conf", "pictures without scores"},
    {"show-conf", "pictures without scores"},
    {"retina-masks", "masks"},
    {"embed", "embeddings"},
    {"rect", "rectangular input"},
    {"compile", "compilation by PyTorch"},
    {"roboflow", "upload"},
};

// benchmark_app writes -api_type and --api_type, Ultralytics save_csv, YOLOv5 --save-csv.
std::string bare_name(std::string_view option) {
  std::string name(option.substr(std::min(option.find_first_not_of('-'), option.size())));
  std::ranges::replace(name, '_', '-');
  return name;
}

// "give --out DIR" helps only with a command that has this option.
bool has_what_it_names(const CLI::App& command, std::string_view advice) {
  constexpr std::string_view kGive = "give ";
  if (!advice.starts_with(kGive)) return !advice.empty();
  const std::string_view option = advice.substr(kGive.size());
  return command.get_option_no_throw(std::string(option.substr(0, option.find(' ')))) != nullptr;
}

// The other commands that have this option.
std::vector<std::string> owners_of(const CLI::App& command, const std::string& option) {
  const CLI::App* const program = command.get_parent();
  if (program == nullptr) return {};
  std::vector<std::string> owners;
  for (const CLI::App* other : program->get_subcommands([](const CLI::App*) { return true; })) {
    if (other->get_option_no_throw(option) != nullptr) owners.push_back(other->get_name());
  }
  return owners;
}

}  // namespace

std::string foreign_option(const CLI::App& command, std::string_view name) {
  const bool has_number = name.size() > 2 && name[1] != '-' && base::are_digits(name.substr(2));
  if (has_number) name = name.substr(0, 2);  // -b4
  const auto* const foreign = std::ranges::find(kForeign, bare_name(name), &ForeignOption::name);
  if (foreign != std::end(kForeign)) {
    const std::string text = fmt::format("{}, {}: not supported yet", name, foreign->what);
    return has_what_it_names(command, foreign->instead) ? fmt::format("{}; {}", text, foreign->instead) : text;
  }
  const std::string ours = apply_aliases({std::string(name)}).front();
  const std::vector<std::string> owners = owners_of(command, ours);
  if (owners.empty()) return {};
  return fmt::format("{}: {} has no such option, {}{}", name, command.get_name(), listed(owners),
                     owners.size() == 1 ? " has" : " have");
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
