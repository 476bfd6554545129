#include "tuning/request_loop.hpp"

#include <exception>
#include <utility>

#include "queue/device_call.hpp"

namespace millrace::tuning {
namespace {

void wait(ov::InferRequest& request) noexcept {
  try {
    request.wait();
  } catch (...) {  // some are meant to fail
  }
}

}  // namespace

RequestLoop::RequestLoop(ov::CompiledModel model, std::size_t requests, Prepare prepare)
    : model_(std::move(model)), prepare_(std::move(prepare)) {
  requests_.reserve(requests);  // no moves: the callbacks hold references
  for (std::size_t i = 0; i < requests; ++i) requests_.push_back(queue::make_request(model_));
}

RequestLoop::~RequestLoop() {
  stop();
}

void RequestLoop::run_again(ov::InferRequest& request) {
  if (prepare_) prepare_(request);
  request.set_callback([this, &request](const std::exception_ptr&) {
    completed_.fetch_add(1, std::memory_order_relaxed);
    if (running_.load(std::memory_order_relaxed)) run_again(request);
  });
  request.start_async();
}

void RequestLoop::start() {
  running_ = true;
  for (ov::InferRequest& request : requests_) run_again(request);
}

void RequestLoop::stop() noexcept {
  running_ = false;
  for (ov::InferRequest& request : requests_) {
    wait(request);
    wait(request);  // a callback that saw running_ just before may have started it once more
  }
}

}  // namespace millrace::tuning
