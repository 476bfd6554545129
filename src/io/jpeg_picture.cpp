#include "io/jpeg_picture.hpp"

#include <algorithm>
#include <array>
#include <csetjmp>
#include <cstddef>
#include <cstdio>  // jpeglib.h wants it first
#include <new>
#include <string_view>

#include <fmt/format.h>
#include <jpeglib.h>
// After jpeglib.h.
#include <jerror.h>

#include "io/byte_reader.hpp"
#include "io/exif.hpp"
#include "io/jpeg_coefficients.hpp"
#include "io/jpeg_scale.hpp"
#include "io/picture_reason.hpp"
#include "millrace/base/error.hpp"

#ifndef JCS_EXTENSIONS
#error "millrace needs libjpeg-turbo; another libjpeg was found"
#endif

namespace millrace::io {
namespace {

constexpr unsigned kEighths = 8;
// Real progressive pictures have about ten scans. Each costs a pass over all pixels, however few bytes it takes.
constexpr int kMaxScans = 500;
constexpr std::size_t kExifName = 6;  // "Exif" and two zeros
constexpr int kApp1 = JPEG_APP0 + 1;
constexpr unsigned kMostMarkerBytes = 0xFFFF;

// As OpenCV computes it: each ink takes its part of the black that is left. Inverted, as Adobe's programs store it.
void cmyk_to_bgr(const JSAMPLE* cmyk, std::size_t width, std::uint8_t* bgr) {
  for (std::size_t x = 0; x < width; ++x, cmyk += 4, bgr += 3) {
    const int black = cmyk[3];
    for (int c = 0; c < 3; ++c) bgr[2 - c] = static_cast<std::uint8_t>(black - ((255 - cmyk[c]) * black >> 8));
  }
}

std::string without(std::string_view beginning, std::string_view text) {
  if (text.starts_with(beginning)) text.remove_prefix(beginning.size());
  return std::string(text);
}

}  // namespace

/// What libjpeg works on. It leaves a call after an error by a jump back into run(); on the way no object may have a
/// destructor.
struct JpegPicture::Reading {
  jpeg_decompress_struct jpeg{};
  jpeg_error_mgr errors{};
  jpeg_progress_mgr progress{};
  std::jmp_buf failed{};
  std::span<const std::uint8_t> bytes;
  JpegCoefficients coefficients;

  int orientation = 1;
  bool is_cut = false;                          // the bytes end before the end marker
  bool is_short = false;                        // the data of some rows do, and others follow
  bool lacks_rows = false;                      // or a whole scan
  bool has_all_rows = false;                    // nothing that comes now matters
  std::array<char, JMSG_LENGTH_MAX> warning{};  // the first one about the data, if there was one
  std::string reason;
  std::string remark;

  Reading(std::span<const std::uint8_t> given, const PixelPool& pool);
  Reading(const Reading&) = delete;
  Reading& operator=(const Reading&) = delete;
  ~Reading() { jpeg_destroy_decompress(&jpeg); }

  /// False after an error, with the reason.
  template <class Step>
  bool run(Step step);

  Size size() const { return {static_cast<int>(jpeg.image_width), static_cast<int>(jpeg.image_height)}; }
  void read_header();
  void decode(int eighths, std::uint8_t* pixels);

 private:
  static Reading& of(j_common_ptr any) { return *static_cast<Reading*>(any->client_data); }

  [[noreturn]] void fail() { std::longjmp(failed, 1); }
  [[noreturn]] void fail(int code);
  void keep_coefficients();
  void note_warning();
  void fail_for_rows_if(bool they_are_missing);
  void check_progress();
  bool lacks_scans() const;
  std::string failure() const;
  std::string message() const;
  std::string oddity() const;
};

JpegPicture::Reading::Reading(std::span<const std::uint8_t> given, const PixelPool& pool)
    : bytes(given), coefficients(pool) {
  jpeg.err = jpeg_std_error(&errors);
  jpeg.client_data = this;
  errors.error_exit = [](j_common_ptr any) { of(any).fail(); };
  errors.emit_message = [](j_common_ptr any, int level) {
    if (level < 0) of(any).note_warning();
  };
  errors.output_message = [](j_common_ptr) {};
  progress.progress_monitor = [](j_common_ptr any) { of(any).check_progress(); };
}

template <class Step>
bool JpegPicture::Reading::run(Step step) {
  if (setjmp(failed) == 0) {
    step();
  } else if (errors.msg_code == JERR_OUT_OF_MEMORY) {
    throw std::bad_alloc();
  } else if (!has_all_rows) {
    reason = failure();
    return false;
  } else if (!is_cut) {
    remark = fmt::format("what follows the rows of the JPEG is damaged ({}); all its rows are there", message());
    return true;
  }
  remark = oddity();
  return true;
}

void JpegPicture::Reading::fail(int code) {
  errors.msg_code = code;
  fail();
}

// The memory manager's other functions neither know of these arrays nor need to.
void JpegPicture::Reading::keep_coefficients() {
  jpeg.mem->request_virt_barray = [](j_common_ptr any, int /*lifetime*/, boolean /*cleared*/, JDIMENSION blocks_per_row,
                                     JDIMENSION rows, JDIMENSION /*most_at_once*/) {
    const jvirt_barray_ptr component = of(any).coefficients.request(blocks_per_row, rows);
    if (component == nullptr) of(any).fail(JERR_OUT_OF_MEMORY);
    return component;
  };
  jpeg.mem->access_virt_barray = [](j_common_ptr any, jvirt_barray_ptr component, JDIMENSION first, JDIMENSION count,
                                    boolean /*writable*/) {
    const JBLOCKARRAY rows = JpegCoefficients::access(component, first, count);
    if (rows == nullptr) of(any).fail(JERR_BAD_VIRTUAL_ACCESS);
    return rows;
  };
}

// libjpeg goes on after a warning, with something else in place of what is missing.
void JpegPicture::Reading::note_warning() {
  switch (errors.msg_code) {
    case JWRN_JPEG_EOF: is_cut = true; return;
    case JWRN_ADOBE_XFORM:
    case JWRN_BOGUS_ICC:
    case JWRN_JFIF_MAJOR: return;  // of no consequence for the pixels
    case JWRN_HIT_MARKER:          // nothing but a restart marker brings the picture back
      is_short = true;
      fail_for_rows_if(is_cut || jpeg.unread_marker == JPEG_EOI || jpeg.restart_interval == 0);
      break;
    default: break;
  }
  if (warning[0] == 0) errors.format_message(reinterpret_cast<j_common_ptr>(&jpeg), warning.data());
}

void JpegPicture::Reading::fail_for_rows_if(bool they_are_missing) {
  lacks_rows = lacks_rows || they_are_missing;
  if (lacks_rows) fail();
}

void JpegPicture::Reading::check_progress() {
  if (jpeg.input_scan_number > kMaxScans) fail();
  // The arithmetic decoder takes zeros for what is missing, without a warning.
  fail_for_rows_if(jpeg.arith_code != FALSE && jpeg.unread_marker == JPEG_EOI &&
                   jpeg.input_iMCU_row + 1 < jpeg.total_iMCU_rows);
}

void JpegPicture::Reading::read_header() {
  jpeg_create_decompress(&jpeg);
  keep_coefficients();
  jpeg.progress = &progress;
  jpeg_mem_src(&jpeg, bytes.data(), bytes.size());
  jpeg_save_markers(&jpeg, kApp1, kMostMarkerBytes);
  jpeg_read_header(&jpeg, TRUE);
  // Only the first marker is asked, as OpenCV does.
  const jpeg_saved_marker_ptr app1 = jpeg.marker_list;
  if (app1 != nullptr && app1->data_length > kExifName)
    orientation = exif_orientation(ByteReader(std::span(app1->data, app1->data_length).subspan(kExifName)));
}

void JpegPicture::Reading::decode(int eighths, std::uint8_t* pixels) {
  const bool has_inks = jpeg.num_components == 4;
  jpeg.scale_num = static_cast<unsigned>(eighths);
  jpeg.scale_denom = kEighths;
  jpeg.out_color_space = has_inks ? JCS_CMYK : JCS_EXT_BGR;
  jpeg_start_decompress(&jpeg);
  JSAMPROW inks = nullptr;
  if (has_inks) {
    const auto any = reinterpret_cast<j_common_ptr>(&jpeg);
    inks = *jpeg.mem->alloc_sarray(any, JPOOL_IMAGE, jpeg.output_width * 4, 1);
  }
  // Where the decoder rounds a side up and we round it down, the next row covers the last column, and nobody sees the
  // last row.
  const auto width = static_cast<std::size_t>(scaled_size(size(), eighths).width);
  while (jpeg.output_scanline < jpeg.output_height) {
    std::uint8_t* const row = pixels + jpeg.output_scanline * width * 3;
    JSAMPROW target = has_inks ? inks : row;
    jpeg_read_scanlines(&jpeg, &target, 1);
    if (has_inks) cmyk_to_bgr(inks, width, row);
  }
  fail_for_rows_if(lacks_scans());
  has_all_rows = !is_short && jpeg.arith_code == FALSE;
  jpeg_finish_decompress(&jpeg);
  fail_for_rows_if(is_cut && !has_all_rows);
}

/// True if a component had no scan, or a progressive one that ends early not all of them.
bool JpegPicture::Reading::lacks_scans() const {
  for (int i = 0; i < jpeg.num_components; ++i) {
    if (jpeg.comp_info[i].quant_table == nullptr) return true;
    if (!is_cut || jpeg.coef_bits == nullptr) continue;
    const std::span<const int, DCTSIZE2> missing_bits(jpeg.coef_bits[i], DCTSIZE2);
    if (std::ranges::any_of(missing_bits, [](int bits) { return bits != 0; })) return true;
  }
  return false;
}

std::string JpegPicture::Reading::failure() const {
  if (is_cut || lacks_rows) return ends_early("JPEG", bytes.size());
  if (jpeg.input_scan_number > kMaxScans)
    return fmt::format("it is a JPEG of more than {} scans, which would take too long; save it anew", kMaxScans);
  switch (errors.msg_code) {
    case JERR_SOF_UNSUPPORTED: return "it is a lossless or hierarchical JPEG, which is not read; convert it to PNG";
    case JERR_BAD_PRECISION:
      return fmt::format("it is a JPEG of {} bits a channel, and only 8 are read; convert it to 8 bits",
                         jpeg.data_precision);
    default: break;
  }
  return refused_by_decoder(message());
}

std::string JpegPicture::Reading::message() const {
  std::array<char, JMSG_LENGTH_MAX> text{};
  errors.format_message(reinterpret_cast<j_common_ptr>(const_cast<jpeg_decompress_struct*>(&jpeg)), text.data());
  return text.data();
}

std::string JpegPicture::Reading::oddity() const {
  if (is_cut) return "the JPEG lacks its end marker; all its rows are there";
  if (warning[0] == 0) return {};
  return fmt::format("the JPEG is damaged inside ({}), so that a part may look wrong; copy or download it again",
                     without("Corrupt JPEG data: ", warning.data()));
}

JpegPicture::JpegPicture(std::span<const std::uint8_t> bytes, const PixelPool& pool)
    : reading_(std::make_unique<Reading>(bytes, pool)) {}

JpegPicture::~JpegPicture() = default;

bool JpegPicture::read_header() {
  return reading_->run([this] { reading_->read_header(); });
}

Size JpegPicture::size() const {
  return reading_->size();
}

int JpegPicture::orientation() const {
  return reading_->orientation;
}

std::size_t JpegPicture::bytes_at(int eighths) const {
  const auto rounded_up = [eighths](int length) {
    return (static_cast<std::size_t>(length) * static_cast<unsigned>(eighths) + kEighths - 1) / kEighths;
  };
  return rounded_up(size().width) * rounded_up(size().height) * 3;
}

bool JpegPicture::decode(int eighths, std::span<std::uint8_t> pixels) {
  if (pixels.size() < bytes_at(eighths)) {
    throw Error(ErrorCode::kInvalidArgument,
                fmt::format("JpegPicture: {} bytes were given for the pixels; {} are needed", pixels.size(),
                            bytes_at(eighths)));
  }
  return reading_->run([&] { reading_->decode(eighths, pixels.data()); });
}

const std::string& JpegPicture::reason() const {
  return reading_->reason;
}

const std::string& JpegPicture::remark() const {
  return reading_->remark;
}

}  // namespace millrace::io
