#include "base/mapped_file.hpp"

#include "base/platform.hpp"

namespace millrace::base {

MappedFile::MappedFile(const std::filesystem::path& path) {
  const auto status = platform::status_of(path);
  if (!status || status->kind != platform::FileKind::kRegular) return;
  std::error_code unknown;
  const Descriptor file = platform::open_file(path, platform::OpenFor::kReading, unknown);
  is_open_ = file.is_open();
  if (!is_open_ || status->size == 0) return;
  begin_ = platform::map(file.get(), status->size);
  if (begin_ != nullptr) size_ = status->size;
}

MappedFile::~MappedFile() {
  if (begin_ != nullptr) platform::unmap(begin_, size_);
}

}  // namespace millrace::base
