#include "millrace/queue/outcome.hpp"

#include <utility>

#include <fmt/format.h>

#include "base/counted.hpp"
#include "millrace/base/error.hpp"
#include "millrace/queue/result.hpp"
#include "queue/tensor_job.hpp"
#include "queue/userdata.hpp"

namespace millrace {

Result::Result(queue::TensorJob& job)
    : id_(job.id),
      timing_(job.timing()),
      userdata_(std::move(job.userdata)),
      outputs_(std::move(job.outputs)),
      loan_(std::move(job.loan)),
      names_(std::move(job.output_names)) {}

const ov::Tensor& Result::operator[](std::size_t index) const {
  if (index < outputs_.size()) return outputs_[index];
  throw Error(ErrorCode::kInvalidArgument, fmt::format("there is no output {}; this Result has {}", index,
                                                       base::counted(outputs_.size(), "output")));
}

const ov::Tensor& Result::operator[](const std::string& name) const {
  if (!names_)
    throw Error(ErrorCode::kInvalidState, "this Result is empty: no job has filled it, or it was moved from");
  return (*this)[names_->index_of(name)];
}

const std::any& Result::userdata() const noexcept {
  return queue::value_of(userdata_);
}

Outcome::Outcome(queue::TensorJob& job) : result_(job), error_(std::move(job.error)), stopped_(job.stopped) {}

Outcome::Outcome(std::exception_ptr error) noexcept : error_(std::move(error)) {}

void Outcome::throw_unless_ok() const {
  if (error_) std::rethrow_exception(error_);
  if (stopped_) throw Stopped(*stopped_);
}

const Result& Outcome::result() const& {
  throw_unless_ok();
  return result_;
}

Result Outcome::result() && {
  throw_unless_ok();
  return std::move(result_);
}

}  // namespace millrace
