#pragma once

#include <string>
#include <string_view>
#include <vector>

namespace millrace::models {

/// One entry of a Python dict or list, key and value as text without quotes; a list's keys are 0, 1, 2...
struct PythonEntry {
  std::string key;
  std::string value;
};

/// The entries of a Python collection, or the reason why the text is not one.
struct PythonCollection {
  std::vector<PythonEntry> entries = {};
  std::string error = {};  ///< empty when the text was understood

  bool ok() const noexcept { return error.empty(); }
};

/// Reads the text of a flat Python dict, list or tuple, or the same in JSON, as exporters put it into a model's
/// metadata: `{0: 'person', 1: "traffic light"}`, `['person', 'car']`, `[640, 640]`, `{"0": "person"}`.
///
/// Keys and values are strings (with escapes) or bare words such as 32, -1.5 or True. Nested collections are refused.
/// Safe on any bytes: it does not throw on them, does not recurse, and takes at most 100,000 entries.
PythonCollection parse_python(std::string_view text);

}  // namespace millrace::models
