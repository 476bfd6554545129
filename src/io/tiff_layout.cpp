#include <algorithm>
#include <iterator>
#include <optional>
#include <set>
#include <string>

#include <fmt/format.h>

#include "io/picture_format.hpp"

namespace millrace::io {
namespace {

// Tags.
constexpr std::uint64_t kNewSubfileType = 254;
constexpr std::uint64_t kImageWidth = 256;
constexpr std::uint64_t kImageLength = 257;
constexpr std::uint64_t kBitsPerSample = 258;
constexpr std::uint64_t kCompression = 259;
constexpr std::uint64_t kStripOffsets = 273;
constexpr std::uint64_t kSamplesPerPixel = 277;
constexpr std::uint64_t kRowsPerStrip = 278;
constexpr std::uint64_t kStripLengths = 279;
constexpr std::uint64_t kTileWidth = 322;
constexpr std::uint64_t kTileLength = 323;
constexpr std::uint64_t kTileOffsets = 324;
constexpr std::uint64_t kTileLengths = 325;
constexpr std::uint64_t kSampleFormat = 339;

// Bits of NewSubfileType.
constexpr std::uint64_t kReducedCopy = 1;
constexpr std::uint64_t kMask = 4;

// Values of Compression that libtiff decodes: none, the fax ones, LZW, JPEG, Deflate, PackBits, ThunderScan, LogLuv,
// LERC, LZMA, Zstandard, WebP. OpenCV turns others into a black picture.
constexpr std::uint64_t kUncompressed = 1;
constexpr std::uint64_t kCompressions[] = {kUncompressed, 2,     3,     4,     5,     6,     7,     8,     32771,
                                           32773,         32809, 32946, 34676, 34677, 34887, 34925, 50000, 50001};

// A value of RowsPerStrip.
constexpr std::uint64_t kAllRows = 0xFFFFFFFF;

// Values of SampleFormat.
constexpr std::uint64_t kUnsigned = 1;
constexpr std::uint64_t kFloat = 3;
constexpr std::uint64_t kComplexInteger = 5;
constexpr std::uint64_t kComplexFloat = 6;

/// Where things are in a classic TIFF, and in a BigTIFF with its 64-bit offsets.
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
  /// How many values the entry at `entry` has.
  std::uint64_t count(std::uint64_t entry) const { return number(entry + 4, widths_.offset); }
  /// One of them; nothing if the file ends before it, or it is not a whole number.
  std::optional<std::uint64_t> element(std::uint64_t entry, std::uint64_t index) const {
    const unsigned width = bytes_of_type(number(entry + 2, 2));
    if (width == 0 || index >= bytes_.size()) return std::nullopt;
    // Values are inside the entry as long as they fit there.
    const bool inside = count(entry) <= widths_.offset / width;
    const std::uint64_t values = inside ? entry + widths_.value : number(entry + widths_.value, widths_.offset);
    if (!bytes_.fits(values, (index + 1) * width)) return std::nullopt;
    return number(values + index * width, width);
  }
  /// The first of them; the 4 bytes inside the entry if its type is not a whole number.
  std::uint64_t value(std::uint64_t entry) const {
    return element(entry, 0).value_or(number(entry + widths_.value, 4));
  }

 private:
  /// 0 for what is not a whole number. libtiff takes signed ones, too; a negative one is as good as too large.
  static unsigned bytes_of_type(std::uint64_t type) {
    switch (type) {
      case 1:             // BYTE
      case 6: return 1;   // SBYTE
      case 3:             // SHORT
      case 8: return 2;   // SSHORT
      case 4:             // LONG
      case 9: return 4;   // SLONG
      case 16:            // LONG8
      case 17: return 8;  // SLONG8
      default: return 0;
    }
  }

  ByteReader bytes_;
  bool big_endian_;
  Widths widths_;
};

/// One directory: what it says about its picture, and where the next one is.
struct Directory {
  bool whole = false;
  std::uint64_t width = 0;
  std::uint64_t height = 0;
  std::uint64_t bits = 1;
  std::uint64_t channels = 1;
  std::uint64_t compression = kUncompressed;
  std::uint64_t sample_format = kUnsigned;
  std::uint64_t rows_per_strip = 0;  // 0: all
  std::uint64_t tile_width = 0;      // 0: in strips
  std::uint64_t tile_height = 0;
  std::uint64_t offsets = 0;  // the entries with the strips' or tiles' places and lengths; 0: missing
  std::uint64_t lengths = 0;
  bool is_part = false;  // a smaller copy or a mask of another picture
  std::uint64_t entries = 0;
  std::uint64_t next = 0;
};

constexpr std::uint64_t kMostEntries = 65535;  // the most that a TIFF of 32-bit offsets can count; real ones have 50

void read_entry(const TiffReader& tiff, std::uint64_t entry, Directory& directory) {
  switch (tiff.number(entry, 2)) {
    case kNewSubfileType: directory.is_part = (tiff.value(entry) & (kReducedCopy | kMask)) != 0; break;
    case kImageWidth: directory.width = std::max(directory.width, tiff.value(entry)); break;
    case kImageLength: directory.height = std::max(directory.height, tiff.value(entry)); break;
    case kBitsPerSample: directory.bits = tiff.element(entry, 0).value_or(1); break;
    case kCompression: directory.compression = tiff.value(entry); break;
    case kStripOffsets:
    case kTileOffsets: directory.offsets = entry; break;
    case kSamplesPerPixel: directory.channels = tiff.value(entry); break;
    case kRowsPerStrip:
      if (tiff.value(entry) != kAllRows)
        directory.rows_per_strip = std::max(directory.rows_per_strip, tiff.value(entry));
      break;
    case kTileWidth: directory.tile_width = std::max(directory.tile_width, tiff.value(entry)); break;
    case kTileLength: directory.tile_height = std::max(directory.tile_height, tiff.value(entry)); break;
    case kStripLengths:
    case kTileLengths: directory.lengths = entry; break;
    case kSampleFormat: directory.sample_format = tiff.element(entry, 0).value_or(1); break;
    default: break;
  }
}

Directory read_directory(ByteReader bytes, const TiffReader& tiff, std::uint64_t position) {
  const Widths& widths = tiff.widths();
  Directory directory;
  if (!bytes.fits(position, widths.count)) return directory;
  const std::uint64_t entries = tiff.number(position, widths.count);
  if (entries > kMostEntries) return directory;
  std::uint64_t entry = position + widths.count;
  for (std::uint64_t i = 0; i < entries; ++i, entry += widths.entry) {
    if (!bytes.fits(entry, widths.entry)) return directory;
    read_entry(tiff, entry, directory);
  }
  directory.whole = true;
  directory.entries = entries;
  directory.next = tiff.number(entry, widths.offset);
  return directory;
}

// True if every strip or tile that the directory names lies within the file.
bool has_its_strips(ByteReader bytes, const TiffReader& tiff, const Directory& directory) {
  if (directory.offsets == 0 || directory.lengths == 0) return true;  // libtiff works out missing lengths
  const std::uint64_t count = std::min(tiff.count(directory.offsets), tiff.count(directory.lengths));
  for (std::uint64_t i = 0; i < count; ++i) {
    const auto offset = tiff.element(directory.offsets, i);
    const auto length = tiff.element(directory.lengths, i);
    if (!offset || !length || !bytes.fits(*offset, *length)) return false;
  }
  return true;
}

std::string refusal_of(const Directory& directory) {
  const std::string bits = fmt::format("{}-bit ", directory.bits);
  const std::string advice = ", which is not read; convert it to 8 bits a channel";
  if (directory.sample_format == kFloat) return fmt::format("it is a TIFF of {}floating-point numbers{}", bits, advice);
  if (directory.sample_format == kComplexInteger || directory.sample_format == kComplexFloat) {
    return fmt::format("it is a TIFF of {}complex numbers{}", bits, advice);
  }
  if (directory.bits > 8 && directory.bits != 16) return fmt::format("it is a TIFF of {}integers{}", bits, advice);
  if (directory.channels > 4) {
    return fmt::format("it is a TIFF of {} channels, and at most 4 are read; choose three", directory.channels);
  }
  if (std::ranges::find(kCompressions, directory.compression) == std::end(kCompressions)) {
    return fmt::format("it is a TIFF compressed in a rare way ({}), which is not read; save it with LZW or Deflate",
                       directory.compression);
  }
  return {};
}

// How many pictures the file holds. In a damaged file, directories may form a loop or overlap.
std::uint64_t count_pictures(ByteReader bytes, const TiffReader& tiff, std::uint64_t position, const Directory& first) {
  constexpr int kMostDirectories = 10'000;
  constexpr std::uint64_t kMostEntriesInAll = 1'000'000;
  std::uint64_t pictures = 1;
  std::uint64_t entries = first.entries;
  std::uint64_t next = first.next;
  std::set<std::uint64_t> seen{position};
  for (int i = 0; i < kMostDirectories && entries < kMostEntriesInAll && next != 0; ++i) {
    const Directory directory = read_directory(bytes, tiff, next);
    if (!directory.whole || !seen.insert(next).second) break;
    if (!directory.is_part) ++pictures;
    entries += directory.entries;
    next = directory.next;
  }
  return pictures;
}

}  // namespace

/// Reads what the first picture's directory says, and counts the others.
PictureLayout tiff_layout(ByteReader bytes) {
  const TiffReader tiff(bytes);
  const std::uint64_t position = tiff.number(tiff.widths().first_directory, tiff.widths().offset);
  const Directory first = read_directory(bytes, tiff, position);
  PictureLayout layout{.width = first.width, .height = first.height};
  if (!first.whole) return layout;
  layout.complete = has_its_strips(bytes, tiff, first);
  layout.part_width = first.tile_width != 0 ? first.tile_width : first.width;
  layout.part_height = first.tile_height != 0 ? first.tile_height : first.rows_per_strip;
  layout.bits = static_cast<unsigned>(first.bits);
  layout.pictures = count_pictures(bytes, tiff, position, first);
  layout.refusal = refusal_of(first);
  return layout;
}

}  // namespace millrace::io
