#pragma once

#include <utility>

#include "millrace/queue/infer_queue.hpp"
#include "synthetic/small_models.hpp"
#include "synthetic/small_tensors.hpp"

namespace millrace {

inline InferQueue relu_queue(Options options) {
  return InferQueue(compile(small_models::relu()), std::move(options));
}

}  // namespace millrace
