#pragma once

#include <string>

#include <gtest/gtest.h>
#include <opencv2/core.hpp>
#include <opencv2/imgcodecs.hpp>

#include "fakes/temp_dir.hpp"
#include "millrace/io/picture_reader.hpp"
#include "unit/io/sample_pictures.hpp"

namespace millrace {

/// Whether the picture has the pixels that OpenCV gives.
inline ::testing::AssertionResult is_same_as(PictureOrReason read, const cv::Mat& wanted) {
  if (!read.ok()) return ::testing::AssertionFailure() << read.reason;
  const MutableImageView view = read.picture.view();
  if (view.size() != Size{wanted.cols, wanted.rows}) return ::testing::AssertionFailure() << to_string(view.size());
  const double difference = cv::norm(cv::Mat(view.height, view.width, CV_8UC3, view.data), wanted, cv::NORM_INF);
  if (difference == 0) return ::testing::AssertionSuccess();
  return ::testing::AssertionFailure() << "the largest difference is " << difference;
}

/// Whether these bytes give the pixels that OpenCV's imread() gives for a file of this extension. What OpenCV prints about
/// damage is swallowed.
inline ::testing::AssertionResult is_as_imread_gives_it(const Bytes& bytes, const std::string& extension = ".jpg") {
  const TempDir dir;
  ::testing::internal::CaptureStderr();
  const cv::Mat wanted = cv::imread(dir.write("a" + extension, bytes));
  ::testing::internal::GetCapturedStderr();
  return is_same_as(decode_picture(bytes), wanted);
}

}  // namespace millrace
