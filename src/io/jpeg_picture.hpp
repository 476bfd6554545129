#pragma once

#include <cstdint>
#include <memory>
#include <span>
#include <string>

#include "io/pixel_pool.hpp"
#include "millrace/vision/image.hpp"

namespace millrace::io {

/// A JPEG in memory, decoded by libjpeg-turbo: the pixels of OpenCV's imread(). What is wrong with it is a value: nothing
/// is printed. After a call that returned false, only reason() may be called. Throws std::bad_alloc.
///
/// Example: `JpegPicture jpeg(bytes); if (jpeg.read_header() && jpeg.decode(8, pixels)) show(jpeg.size(), pixels);`
class JpegPicture {
 public:
  /// The bytes must outlive the picture. The pool gives memory for what a picture of several scans needs while it is
  /// decoded.
  explicit JpegPicture(std::span<const std::uint8_t> bytes, const PixelPool& pool = PixelPool());
  JpegPicture(const JpegPicture&) = delete;
  JpegPicture& operator=(const JpegPicture&) = delete;
  ~JpegPicture();

  /// Reads what comes before the pixels, and takes no memory for these. The following are known then.
  bool read_header();
  Size size() const;                        ///< as stored, not turned
  int orientation() const;                  ///< of EXIF, 1 to 8
  std::size_t bytes_at(int eighths) const;  ///< what decode() wants; a little more than the pixels

  /// Decodes all pixels at `eighths`/8 of the size, 1 to 8: BGR rows of scaled_size(size(), eighths) without gaps. False
  /// if rows are missing, too.
  bool decode(int eighths, std::span<std::uint8_t> pixels);

  /// Why a call returned false, and what to try.
  const std::string& reason() const;
  /// What is odd about a picture that was decoded whole; empty if nothing is.
  const std::string& remark() const;

 private:
  struct Reading;
  std::unique_ptr<Reading> reading_;
};

}  // namespace millrace::io
