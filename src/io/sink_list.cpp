#include "millrace/io/sink_list.hpp"

#include <algorithm>
#include <exception>
#include <memory>
#include <utility>

namespace millrace {
namespace {

bool is_wanting_pixels(const std::unique_ptr<Sink>& sink) {
  return sink && sink->wants_pixels();
}

}  // namespace

void SinkList::add(std::unique_ptr<Sink> sink) {
  sinks_.push_back(std::move(sink));
}

template <typename Call>
void SinkList::for_each(Call call) {
  std::exception_ptr first_error;
  for (std::unique_ptr<Sink>& sink : sinks_) {
    if (!sink) continue;
    try {
      call(*sink);
    } catch (...) {
      if (!first_error) first_error = std::current_exception();
      sink.reset();
    }
  }
  if (first_error) std::rethrow_exception(first_error);
}

bool SinkList::wants_pixels() const {
  return std::ranges::any_of(sinks_, is_wanting_pixels);
}

void SinkList::write(const FrameResult& result) {
  const auto last = std::ranges::find_if(sinks_.rbegin(), sinks_.rend(), is_wanting_pixels);
  const Sink* const heir = last == sinks_.rend() ? nullptr : last->get();
  FrameResult without_spare = result;
  without_spare.spare = nullptr;
  for_each([&](Sink& sink) {
    try {
      sink.write(&sink == heir ? result : without_spare);
    } catch (const Error& error) {
      if (error.code() != ErrorCode::kInvalidInput || !on_lost_) throw;
      ++lost_;
      on_lost_(result.frame, error);
    }
  });
}

void SinkList::finish() {
  for_each([](Sink& sink) { sink.finish(); });
}

}  // namespace millrace
