#pragma once

#include <memory>
#include <utility>

#include "millrace/queue/job.hpp"
#include "millrace/queue/options.hpp"
#include "queue/tensor_job.hpp"

namespace millrace::queue {

/// A job made from its options, without inputs yet.
inline std::shared_ptr<TensorJob> make_job(JobOptions options) {
  auto job = std::make_shared<TensorJob>();
  if (options.userdata.has_value()) job->userdata = std::make_shared<const std::any>(std::move(options.userdata));
  job->keep_alive = std::move(options.keep_alive);
  job->stop = std::move(options.stop);
  job->deadline = options.deadline;
  return job;
}

}  // namespace millrace::queue
