#include "cli/devices/words.hpp"

namespace millrace::cli {
namespace {

constexpr Word kWords[] = {
    {"stream", "a part of the device that works on one request at a time; streams run side by side"},
    {"request", "one inference with tensors of its own; as many as OPTIMAL_... keep every stream busy"},
    {"queue",
     "the device's own: requests wait there for a stream. A GPU takes two for each stream, so that the next one "
     "is ready when one ends; a CPU takes one"},
};

constexpr Word kPropertyWords[] = {
    {"OPTIMAL_NUMBER_OF_INFER_REQUESTS",
     "How many requests to keep going so that no stream stands still. InferQueue and AsyncInferQueue make this many."},
    {"NUM_STREAMS", "How many requests run at the same moment. More streams: more throughput, a longer time for each."},
    {"requests per stream",
     "One where the device starts each request at once (CPU), two where it keeps one ready (GPU)."},
    {"RANGE_FOR_STREAMS", "The fewest and the most streams that the device offers."},
    {"PERFORMANCE_HINT_NUM_REQUESTS",
     "How many requests the program said it would use (--hint-requests); 0 when it said nothing. A small number keeps "
     "the THROUGHPUT hint from making streams that nobody would feed."},
    {"INFERENCE_NUM_THREADS", "CPU threads, shared by all streams."},
    {"GPU_QUEUE_PRIORITY", "How urgent the GPU's driver takes this program's work beside that of others."},
    {"INFERENCE_PRECISION_HINT",
     "The number type that inference computes in. bf16 is the default on CPUs that have it: faster, and boxes may move "
     "by some pixels against f32 (--precision f32)."},
    {"EXECUTION_DEVICES", "Where the model really runs: what AUTO chose."},
};

constexpr Word kHintWords[] = {
    {"LATENCY", "One request as fast as possible: it gets the whole device. For one camera, or a person who waits."},
    {"THROUGHPUT", "As many pictures a second as possible: several streams. For folders, videos, many cameras."},
    {"CUMULATIVE_THROUGHPUT", "For AUTO and MULTI: all devices at once. A single device takes it as THROUGHPUT."},
};

}  // namespace

std::span<const Word> words() {
  return kWords;
}
std::span<const Word> property_words() {
  return kPropertyWords;
}
std::span<const Word> hint_words() {
  return kHintWords;
}

}  // namespace millrace::cli
