#pragma once

#include <memory>
#include <vector>

#include "millrace/io/sink.hpp"

namespace millrace {

/// Hands every result to several sinks in their order. One that throws does not keep the others from the same result;
/// it gets no further calls, and its first error is thrown once the others are served.
class SinkList : public Sink {
 public:
  void add(std::unique_ptr<Sink> sink);

  void write(const FrameResult& result) override;
  void finish() override;

 private:
  template <typename Call>
  void for_each(Call call);

  std::vector<std::unique_ptr<Sink>> sinks_;  ///< null: has failed
};

}  // namespace millrace
