#pragma once

#include <concepts>
#include <memory>
#include <type_traits>
#include <utility>

namespace millrace {

template <class Signature>
class UniqueFunction;

/// A std::function that need not be copyable (C++23's std::move_only_function, which g++ 12 lacks in C++20 mode).
/// Calling an empty one is undefined; test it first.
template <class R, class... Args>
class UniqueFunction<R(Args...)> {
 public:
  UniqueFunction() = default;

  template <class F>
    requires(!std::same_as<std::remove_cvref_t<F>, UniqueFunction> && std::invocable<std::remove_cvref_t<F>&, Args...>)
  UniqueFunction(F&& function) : target_(std::make_unique<Target<std::remove_cvref_t<F>>>(std::forward<F>(function))) {}

  explicit operator bool() const noexcept { return target_ != nullptr; }
  R operator()(Args... args) { return target_->call(std::forward<Args>(args)...); }

 private:
  struct Callable {
    virtual ~Callable() = default;
    virtual R call(Args... args) = 0;
  };

  template <class F>
  struct Target final : Callable {
    template <class G>
    explicit Target(G&& g) : function(std::forward<G>(g)) {}
    R call(Args... args) override {
      if constexpr (std::is_void_v<R>) {
        static_cast<void>(function(std::forward<Args>(args)...));
      } else {
        return function(std::forward<Args>(args)...);
      }
    }
    F function;
  };

  std::unique_ptr<Callable> target_;
};

}  // namespace millrace
