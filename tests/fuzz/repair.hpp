#pragma once

#include <cstdint>
#include <span>

namespace millrace::fuzz {

/// Makes right what nearly every change makes wrong, so that a reader goes on behind it. Each format has its own.
void repair(std::span<std::uint8_t> input);

}  // namespace millrace::fuzz
