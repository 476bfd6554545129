#include <algorithm>

#include "io/picture_format.hpp"

namespace millrace {
namespace {

constexpr std::uint64_t kImageWidth = 256;
constexpr std::uint64_t kImageLength = 257;

/// Where things lie in a classic TIFF, and in a BigTIFF with its 64-bit offsets.
struct Widths {
  std::uint64_t first_directory;  // position of the first directory's offset
  unsigned offset;                // bytes of an offset
  unsigned count;                 // bytes of a directory's entry count
  std::uint64_t entry;            // bytes of one entry
  std::uint64_t value;            // position of the value within an entry
};
constexpr Widths kClassic{4, 4, 2, 12, 8};
constexpr Widths kBig{8, 8, 8, 20, 12};

class TiffReader {
 public:
  explicit TiffReader(ByteReader bytes)
      : bytes_(bytes), big_endian_(bytes.u8(0) == 'M'), widths_(number(2, 2) == 43 ? kBig : kClassic) {}

  const Widths& widths() const { return widths_; }
  std::uint64_t number(std::uint64_t position, unsigned count) const {
    return big_endian_ ? bytes_.big_endian(position, count) : bytes_.little_endian(position, count);
  }
  /// The single value inside the entry at `entry`: BYTE, SHORT, LONG or LONG8.
  std::uint64_t value(std::uint64_t entry) const {
    switch (number(entry + 2, 2)) {
      case 1: return number(entry + widths_.value, 1);
      case 3: return number(entry + widths_.value, 2);
      case 16: return number(entry + widths_.value, 8);
      default: return number(entry + widths_.value, 4);
    }
  }

 private:
  ByteReader bytes_;
  bool big_endian_;
  Widths widths_;
};

}  // namespace

/// Reads the size of the first picture from its directory. Whether all strips are there is left to libtiff, which
/// refuses a file that ends early.
PictureLayout tiff_layout(ByteReader bytes) {
  const TiffReader tiff(bytes);
  const Widths& widths = tiff.widths();
  const std::uint64_t directory = tiff.number(widths.first_directory, widths.offset);
  PictureLayout layout;
  if (!bytes.fits(directory, widths.count)) return layout;
  const std::uint64_t entries = tiff.number(directory, widths.count);
  std::uint64_t entry = directory + widths.count;
  for (std::uint64_t i = 0; i < entries; ++i, entry += widths.entry) {
    if (!bytes.fits(entry, widths.entry)) return layout;
    const std::uint64_t tag = tiff.number(entry, 2);
    if (tag == kImageWidth) layout.width = std::max(layout.width, tiff.value(entry));
    if (tag == kImageLength) layout.height = std::max(layout.height, tiff.value(entry));
  }
  layout.complete = true;
  return layout;
}

}  // namespace millrace
