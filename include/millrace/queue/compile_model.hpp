#pragma once

#include <memory>

#include "millrace/queue/compile_options.hpp"
#include "openvino/runtime/core.hpp"

namespace millrace {

/// ov::Core::compile_model() with errors that say what to do: Error kDevice when the device is unknown, absent, or
/// refuses the model or an option; the text names what is available.
ov::CompiledModel compile_model(ov::Core& core, const std::shared_ptr<const ov::Model>& model,
                                const CompileOptions& options);

}  // namespace millrace
