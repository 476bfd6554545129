#pragma once

#include <any>
#include <cstddef>
#include <exception>

namespace millrace {

/// What went wrong with one job of an AsyncInferQueue: its inference, or its callback.
struct JobError {
  std::size_t request_id = 0;  ///< the pooled request it ran on
  std::any userdata;
  std::exception_ptr error;
};

}  // namespace millrace
