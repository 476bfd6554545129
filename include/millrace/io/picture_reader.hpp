#pragma once

#include <cstdint>
#include <memory>
#include <span>
#include <string>
#include <vector>

#include "millrace/vision/image.hpp"
#include "millrace/vision/letterbox.hpp"

namespace millrace {

/// The default limit on the pixels that a picture may declare: 192 MB when decoded.
inline constexpr std::uint64_t kMaxPixels = 64'000'000;

/// How pictures are read.
struct ReadOptions {
  /// A picture that declares more pixels, or a TIFF more for a strip or tile, is refused before memory is taken for it.
  std::uint64_t max_pixels = kMaxPixels;
  /// The model's input that pictures are read for, and how they are fitted into it; {0, 0}: pictures come in full. Else
  /// a JPEG that is scaled down there may come as a smaller copy, which costs less to decode; never smaller than what
  /// the fit scales it to.
  Size input = {};
  FitRule fit = FitRule::kCentre;
};

/// A decoded picture, or one sentence that says why there is none and what to try. It does not name the file: the
/// caller knows it.
struct PictureOrReason {
  Image picture;
  std::string reason;                     ///< empty when there is a picture
  std::vector<std::string> remarks = {};  ///< oddities of a picture that was read, a sentence each
  Size full_size = {};                    ///< of the whole picture, of which `picture` may be a smaller copy

  bool ok() const noexcept { return reason.empty(); }
};

/// Decodes JPEG (CMYK too), PNG, BMP, TIFF or WebP bytes into 8-bit BGR. Grey, alpha and 16-bit pictures become 8-bit
/// BGR, and the EXIF rotation is applied. Without ReadOptions::input, the pixels are those of OpenCV's imread(), but for
/// the rotation of a WebP, which that leaves out. Safe on arbitrary bytes; never throws for what the bytes hold.
///
/// Refused are TIFFs that are floating-point or complex, of 9 to 15 or more than 16 bits, of more than four channels or
/// of a compression that libtiff lacks; JPEGs that are lossless, of more than 8 bits or of more than 500 scans; and
/// animated WebPs. A remark goes to a 16-bit picture that loses most of its range in 8 bits, and to a file of several
/// pictures, of which the first is read.
///
/// A truncated picture is refused, not returned half grey. Of a JPEG that lacks nothing but its end marker, and of one
/// with damage inside that leaves all rows there, a remark says so.
///
/// Damage *inside* a complete TIFF goes unnoticed; libpng and OpenCV write a line to stderr for damaged PNG and BMP data,
/// though these are refused. OpenCV offers no way to catch or silence such lines.
///
/// A reader keeps the memory of the files and pictures that it has read for the next ones. Pictures may outlive it.
/// Thread-compatible; pictures may be dropped in any thread.
///
/// Example:
///   PictureReader reader({.input = {640, 640}});
///   for (const std::string& path : paths) {
///     if (PictureOrReason read = reader.read(path); read.ok()) show(read.picture);
///   }
class PictureReader {
 public:
  /// Throws Error kInvalidArgument for an input of which only one side is given.
  explicit PictureReader(ReadOptions options = {});
  PictureReader(PictureReader&&) noexcept;
  PictureReader& operator=(PictureReader&&) noexcept;
  ~PictureReader();

  PictureOrReason decode(std::span<const std::uint8_t> bytes);
  /// The same for a file of at most 1 GiB; pipes work too.
  PictureOrReason read(const std::string& path);

 private:
  struct State;
  std::unique_ptr<State> state_;
};

/// A PictureReader's decode() for one picture, in full.
PictureOrReason decode_picture(std::span<const std::uint8_t> bytes, std::uint64_t max_pixels = kMaxPixels);

/// A PictureReader's read() for one picture, in full.
///
/// Example: `if (PictureOrReason read = read_picture("bus.jpg"); read.ok()) show(read.picture);`
PictureOrReason read_picture(const std::string& path, std::uint64_t max_pixels = kMaxPixels);

}  // namespace millrace
