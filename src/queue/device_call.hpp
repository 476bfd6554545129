#pragma once

#include <exception>
#include <new>
#include <string>
#include <string_view>

#include "millrace/base/error.hpp"
#include "openvino/runtime/compiled_model.hpp"
#include "openvino/runtime/infer_request.hpp"
#include "queue/openvino_reason.hpp"

namespace millrace::queue {

/// Returns what `call` gets from a device. OpenVINO's exceptions become Error kDevice: "the device does not give
/// `what`: REASON; `advice`". std::bad_alloc passes unchanged.
template <class Call>
auto device_call(std::string_view what, std::string_view advice, Call call) {
  try {
    return call();
  } catch (const std::bad_alloc&) {
    throw;
  } catch (const std::exception& error) {
    throw Error(ErrorCode::kDevice,
                std::string("the device does not give ").append(what) + ": " + openvino_reason(error.what()) + "; " +
                    std::string(advice),
                std::current_exception());
  }
}

inline ov::InferRequest make_request(ov::CompiledModel model) {
  return device_call("an infer request", "try fewer requests", [&] { return model.create_infer_request(); });
}

}  // namespace millrace::queue
