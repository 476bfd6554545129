#include "base/mapped_file.hpp"

#include <fcntl.h>
#include <sys/mman.h>
#include <sys/stat.h>

#include "base/descriptor.hpp"

namespace millrace::base {

MappedFile::MappedFile(const std::filesystem::path& path) {
  struct stat status = {};
  if (::stat(path.c_str(), &status) != 0 || !S_ISREG(status.st_mode)) return;
  const Descriptor file(::open(path.c_str(), O_RDONLY | O_CLOEXEC));
  is_open_ = file.is_open();
  if (!is_open_ || status.st_size == 0) return;
  void* const begin = ::mmap(nullptr, static_cast<std::size_t>(status.st_size), PROT_READ, MAP_PRIVATE, file.get(), 0);
  if (begin == MAP_FAILED) return;
  begin_ = static_cast<const char*>(begin);
  size_ = static_cast<std::size_t>(status.st_size);
}

MappedFile::~MappedFile() {
  if (begin_ != nullptr) ::munmap(const_cast<char*>(begin_), size_);
}

}  // namespace millrace::base
