#include <algorithm>
#include <string>

#include "io/picture_format.hpp"

namespace millrace {
namespace {

// Tags.
constexpr std::uint64_t kNewSubfileType = 254;
constexpr std::uint64_t kImageWidth = 256;
constexpr std::uint64_t kImageLength = 257;
constexpr std::uint64_t kBitsPerSample = 258;
constexpr std::uint64_t kSampleFormat = 339;

// Bits of NewSubfileType.
constexpr std::uint64_t kReducedCopy = 1;
constexpr std::uint64_t kMask = 4;

// Values of SampleFormat.
constexpr std::uint64_t kUnsigned = 1;
constexpr std::uint64_t kFloat = 3;
constexpr std::uint64_t kComplexInteger = 5;
constexpr std::uint64_t kComplexFloat = 6;

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

  /// The first of the SHORTs of the entry at `entry`, one for each channel: inside it as long as they fit there.
  std::uint64_t first_short(std::uint64_t entry) const {
    const std::uint64_t size = 2 * number(entry + 4, widths_.offset);
    return number(size <= widths_.offset ? entry + widths_.value : number(entry + widths_.value, widths_.offset), 2);
  }

 private:
  ByteReader bytes_;
  bool big_endian_;
  Widths widths_;
};

/// One directory: what it says of its picture, and where the next one is.
struct Directory {
  bool whole = false;
  std::uint64_t width = 0;
  std::uint64_t height = 0;
  std::uint64_t bits = 1;
  std::uint64_t sample_format = kUnsigned;
  bool is_part = false;  // a smaller copy or a mask of another picture
  std::uint64_t next = 0;
};

void read_entry(const TiffReader& tiff, std::uint64_t entry, Directory& directory) {
  switch (tiff.number(entry, 2)) {
    case kNewSubfileType: directory.is_part = (tiff.value(entry) & (kReducedCopy | kMask)) != 0; break;
    case kImageWidth: directory.width = std::max(directory.width, tiff.value(entry)); break;
    case kImageLength: directory.height = std::max(directory.height, tiff.value(entry)); break;
    case kBitsPerSample: directory.bits = tiff.first_short(entry); break;
    case kSampleFormat: directory.sample_format = tiff.first_short(entry); break;
    default: break;
  }
}

Directory read_directory(ByteReader bytes, const TiffReader& tiff, std::uint64_t position) {
  const Widths& widths = tiff.widths();
  Directory directory;
  if (!bytes.fits(position, widths.count)) return directory;
  const std::uint64_t entries = tiff.number(position, widths.count);
  std::uint64_t entry = position + widths.count;
  for (std::uint64_t i = 0; i < entries; ++i, entry += widths.entry) {
    if (!bytes.fits(entry, widths.entry)) return directory;
    read_entry(tiff, entry, directory);
  }
  directory.whole = true;
  directory.next = tiff.number(entry, widths.offset);
  return directory;
}

std::string refusal_of(const Directory& directory) {
  const std::string bits = std::to_string(directory.bits) + "-bit ";
  const std::string advice = ", which is not read; convert it to 8 bits a channel";
  if (directory.sample_format == kFloat) return "it is a TIFF of " + bits + "floating-point numbers" + advice;
  if (directory.sample_format == kComplexInteger || directory.sample_format == kComplexFloat) {
    return "it is a TIFF of " + bits + "complex numbers" + advice;
  }
  const bool read = directory.bits <= 8 || directory.bits == 16;
  return read ? std::string() : "it is a TIFF of " + bits + "integers" + advice;
}

// How many pictures the file holds. A damaged file may lead round in circles.
std::uint64_t count_pictures(ByteReader bytes, const TiffReader& tiff, const Directory& first) {
  constexpr int kMostDirectories = 10'000;
  std::uint64_t pictures = 1;
  std::uint64_t next = first.next;
  for (int i = 0; i < kMostDirectories && next != 0; ++i) {
    const Directory directory = read_directory(bytes, tiff, next);
    if (!directory.whole) break;
    if (!directory.is_part) ++pictures;
    next = directory.next;
  }
  return pictures;
}

}  // namespace

/// Reads what the first picture's directory says, and counts the others. Whether all strips are there is left to
/// libtiff, which refuses a file that ends early.
PictureLayout tiff_layout(ByteReader bytes) {
  const TiffReader tiff(bytes);
  const Directory first = read_directory(bytes, tiff, tiff.number(tiff.widths().first_directory, tiff.widths().offset));
  PictureLayout layout{.width = first.width, .height = first.height, .complete = first.whole};
  if (!first.whole) return layout;
  layout.bits = static_cast<unsigned>(first.bits);
  layout.pictures = count_pictures(bytes, tiff, first);
  layout.refusal = refusal_of(first);
  return layout;
}

}  // namespace millrace
