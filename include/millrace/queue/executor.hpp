#pragma once

#include <functional>

namespace millrace {

/// Runs a function somewhere else: on a thread pool, an event loop, a strand.
///
/// Example:
///   ThreadPool pool(4);  // of your own, or asio::thread_pool, ...
///   InferQueue queue(model, {.deliver = [&](std::function<void()> run) { pool.post(std::move(run)); }});
///
/// It must run the function, or destroy it; the function runs at the latest when its last copy is destroyed, so that an
/// executor that is shut down loses nothing. Called from completion threads and whoever stops a job, several at a time.
using Executor = std::function<void(std::function<void()>)>;

}  // namespace millrace
