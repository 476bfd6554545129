#pragma once

#include <cstddef>
#include <stop_token>
#include <string>
#include <vector>

#include "tuning/job_record.hpp"

namespace millrace::tuning {

/// A run of consecutive pictures from a set that starts over at its end.
struct Work {
  std::size_t first = 0;  ///< index of the first picture
  std::size_t count = 0;  ///< how many in all
};

/// One way of getting pictures through a device: it decides which request is started or waited for, and when. All else
/// is the same in every pattern. Owning thread only.
class Pattern {
 public:
  virtual ~Pattern() = default;

  virtual std::string name() const = 0;
  /// How many infer requests it uses.
  virtual std::size_t requests() const = 0;

  /// Runs every request once, so that none is slower for being new.
  virtual void warm_up() = 0;

  /// Gets the pictures through and returns one record for each, in order of completion; fewer when `stop` fires. Throws
  /// what inference throws.
  virtual std::vector<JobRecord> run(const Work& work, std::stop_token stop) = 0;
};

}  // namespace millrace::tuning
