#pragma once

#include <cstddef>
#include <functional>
#include <memory>
#include <utility>
#include <vector>

#include "millrace/base/error.hpp"
#include "millrace/io/sink.hpp"

namespace millrace {

/// Hands every result to several sinks, in order. If one throws, the others still get this result; it gets no further
/// calls, and its first error is thrown once the others are served. With `on_lost`, Error kInvalidInput, which concerns
/// this frame alone, loses only this frame's result and is not thrown. The last sink that wants pixels may have the
/// frame's picture.
class SinkList : public Sink {
 public:
  using OnLost = std::function<void(const Frame&, const Error&)>;

  SinkList() = default;
  /// `on_lost` is told of each frame whose result a sink could not write, and of the reason.
  explicit SinkList(OnLost on_lost) : on_lost_(std::move(on_lost)) {}

  void add(std::unique_ptr<Sink> sink);

  /// How many results were lost that way.
  std::size_t lost() const noexcept { return lost_; }

  void write(const FrameResult& result) override;
  bool wants_pixels() const override;
  void finish() override;

 private:
  template <typename Call>
  void for_each(Call call);

  OnLost on_lost_;
  std::size_t lost_ = 0;
  std::vector<std::unique_ptr<Sink>> sinks_;  ///< null: has failed
};

}  // namespace millrace
