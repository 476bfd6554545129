#include "millrace/io/sink_list.hpp"

#include <exception>
#include <utility>

namespace millrace {

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

void SinkList::write(const FrameResult& result) {
  for_each([&](Sink& sink) {
    try {
      sink.write(result);
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
