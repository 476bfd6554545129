#pragma once

#include <concepts>
#include <cstddef>
#include <exception>
#include <functional>
#include <iterator>
#include <list>
#include <optional>
#include <ranges>
#include <type_traits>
#include <utility>

#include "millrace/queue/infer_queue.hpp"

namespace millrace {

struct OrderedOptions {
  /// How many items may be started ahead of their turn; 0: twice as many as the queue has requests.
  std::size_t window = 0;
  /// Asked before the next item is taken ahead of its turn; false: not before another one has been handed out, so that
  /// what items hold stays bounded. Empty: always true.
  std::function<bool()> has_room = {};
  /// The options of each job. `stop` also ends the wait for a request.
  JobOptions job = {};
};

/// An item and how its job ended.
template <class Item>
struct Ordered {
  Item item;
  Outcome outcome;
};

namespace detail {

template <class Next>
using ItemOf = std::invoke_result_t<Next&>::value_type;

/// A range as a function that returns the next item, or nothing at the end.
template <std::ranges::input_range Range>
class NextOf {
 public:
  explicit NextOf(Range range) : range_(std::move(range)) {}

  std::optional<std::ranges::range_value_t<Range>> operator()() {
    if (!place_) {
      place_ = std::ranges::begin(range_);
    } else if (*place_ != std::ranges::end(range_)) {
      ++*place_;
    }
    if (*place_ == std::ranges::end(range_)) return std::nullopt;
    return **place_;
  }

 private:
  Range range_;
  std::optional<std::ranges::iterator_t<Range>> place_;
};

/// Starts an item that is itself a job's inputs.
struct Submit {
  template <class Item>
  std::optional<Job> operator()(InferQueue& queue, Item& item, const JobOptions& options, bool may_wait) const {
    const Inputs inputs(item);
    if (may_wait) return queue.submit(inputs, options);
    return queue.try_submit(inputs, options);
  }
};

/// Leases a request, lets `prepare` write the item into its tensors, and starts it.
template <class Prepare>
struct Fill {
  Prepare prepare;

  template <class Item>
  std::optional<Job> operator()(InferQueue& queue, Item& item, const JobOptions& options, bool may_wait) {
    std::optional<Slot> slot = may_wait ? queue.acquire(options.stop) : queue.try_acquire();
    if (!slot) return std::nullopt;
    prepare(item, *slot);
    return std::move(*slot).start(options);
  }
};

/// The window behind ordered(): starts items as requests become idle, and hands them out in order.
template <class Next, class Start>
class OrderedWindow {
 public:
  using Item = ItemOf<Next>;

  OrderedWindow(InferQueue& queue, Next next, Start start, OrderedOptions options)
      : queue_(queue), next_(std::move(next)), start_(std::move(start)), options_(std::move(options)) {
    if (options_.window == 0) options_.window = 2 * queue.size();
  }

  /// The next item in order, or nothing at the end. Starts others first: one if that item's result is there already,
  /// else one for every idle request.
  std::optional<Ordered<Item>> pull() {
    bool more = start_next();
    while (more && !window_.front()->job.ready()) more = start_next();
    if (window_.empty()) return std::nullopt;
    InFlight oldest = std::move(*window_.front());
    window_.front().reset();
    spare_.splice(spare_.end(), window_, window_.begin());
    return Ordered<Item>{std::move(oldest.item), oldest.job.outcome()};
  }

 private:
  struct InFlight {
    InFlight(Item item_, Job job_) : item(std::move(item_)), job(std::move(job_)) {}

    Item item;
    Job job;
  };
  using Places = std::list<std::optional<InFlight>>;

  bool start_next() {
    if (window_.size() >= options_.window) return false;
    if (!window_.empty() && options_.has_room && !options_.has_room()) return false;
    if (!held_ && !ended_) {
      held_ = next_();
      ended_ = !held_;
    }
    if (!held_) return false;
    if (spare_.empty()) spare_.emplace_back();  // before the start, since a running job needs a place
    std::optional<Job> job = start_held();
    if (!job) return false;
    spare_.front().emplace(std::move(*held_), std::move(*job));
    window_.splice(window_.end(), spare_, spare_.begin());
    held_.reset();
    return true;
  }

  // An exception takes the item's place as a failed job.
  std::optional<Job> start_held() {
    try {
      return start_(queue_, *held_, options_.job, window_.empty());
    } catch (...) {
      return Job::failed(std::current_exception());
    }
  }

  InferQueue& queue_;
  Next next_;
  Start start_;
  OrderedOptions options_;
  std::optional<Item> held_;  // pulled, and not started yet
  bool ended_ = false;
  Places window_;
  Places spare_;  // places that are not used
};

/// An input range over a window; `Give` makes the values that the loop sees.
template <class Next, class Start, class Give>
class OrderedRange {
 public:
  using Window = OrderedWindow<Next, Start>;

  template <class... Args>
  explicit OrderedRange(Args&&... args) : window_(std::forward<Args>(args)...) {}

  class iterator {
   public:
    using iterator_concept = std::input_iterator_tag;
    using reference = std::invoke_result_t<Give, Ordered<typename Window::Item>&>;
    using value_type = std::remove_cvref_t<reference>;
    using difference_type = std::ptrdiff_t;

    explicit iterator(OrderedRange& range) : range_(&range) {}
    reference operator*() const { return Give{}(*range_->current_); }
    iterator& operator++() {
      range_->advance();
      return *this;
    }
    void operator++(int) { ++*this; }
    bool operator==(std::default_sentinel_t) const { return !range_->current_; }

   private:
    OrderedRange* range_;
  };

  iterator begin() {
    advance();
    return iterator(*this);
  }
  std::default_sentinel_t end() const noexcept { return {}; }

 private:
  void advance() {
    current_.reset();  // returns a borrowed request before the next one is needed
    current_ = window_.pull();
  }

  Window window_;
  std::optional<Ordered<typename Window::Item>> current_;
};

struct GiveResult {
  template <class Item>
  const Result& operator()(const Ordered<Item>& ended) const {
    return ended.outcome.result();
  }
};

struct GiveItem {
  template <class Item>
  Ordered<Item>& operator()(Ordered<Item>& ended) const {
    return ended;
  }
};

template <class Give, class Items, class Start>
auto make_ordered(InferQueue& queue, Items&& items, Start start, OrderedOptions options) {
  if constexpr (std::ranges::input_range<Items>) {
    using Next = NextOf<std::views::all_t<Items>>;
    return OrderedRange<Next, Start, Give>(queue, Next(std::views::all(std::forward<Items>(items))), std::move(start),
                                           std::move(options));
  } else {
    using Next = std::remove_cvref_t<Items>;
    return OrderedRange<Next, Start, Give>(queue, std::forward<Items>(items), std::move(start), std::move(options));
  }
}

}  // namespace detail

/// A range, or a function that returns a std::optional: the next item, or nothing at the end.
template <class Items>
concept ItemSource = std::ranges::input_range<Items> || requires(std::remove_reference_t<Items>& next) {
  { next().has_value() } -> std::convertible_to<bool>;
};

/// The results of `items` in their order, while all requests are kept busy: `prepare(item, slot)` writes an item into a
/// leased request, which is then started. The exception of a failed job, or of `prepare`, is thrown where its result
/// would be; ++ then goes on with the next one. Leaving the loop cancels the jobs in flight. The queue and what `items`
/// refers to must outlive the range.
///
/// Example:
///   const auto prepare = [](const Image& picture, Slot& slot) { fill(picture, slot.input()); };
///   for (const Result& result : ordered(queue, pictures, prepare)) show(result);
template <ItemSource Items, class Prepare>
  requires(!std::same_as<std::remove_cvref_t<Prepare>, OrderedOptions>)
auto ordered(InferQueue& queue, Items&& items, Prepare prepare, OrderedOptions options = {}) {
  return detail::make_ordered<detail::GiveResult>(queue, std::forward<Items>(items),
                                                  detail::Fill<Prepare>{std::move(prepare)}, std::move(options));
}

/// The same for items that are inputs themselves: tensors, vectors or maps of tensors.
template <ItemSource Items>
auto ordered(InferQueue& queue, Items&& items, OrderedOptions options = {}) {
  return detail::make_ordered<detail::GiveResult>(queue, std::forward<Items>(items), detail::Submit{},
                                                  std::move(options));
}

/// Like ordered() with `prepare`, but yields each item with its Outcome and throws nothing.
template <ItemSource Items, class Prepare>
auto ordered_items(InferQueue& queue, Items&& items, Prepare prepare, OrderedOptions options = {}) {
  return detail::make_ordered<detail::GiveItem>(queue, std::forward<Items>(items),
                                                detail::Fill<Prepare>{std::move(prepare)}, std::move(options));
}

}  // namespace millrace
