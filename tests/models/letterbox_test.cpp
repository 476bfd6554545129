// Every case of expected/letterbox.json: the numbers of YOLOv5's own letterbox and of both families' ways back.

#include "millrace/vision/letterbox.hpp"

#include <filesystem>
#include <fstream>

#include <gtest/gtest.h>
#include <nlohmann/json.hpp>

#include "fakes/build_paths.hpp"

namespace millrace {
namespace {

using nlohmann::json;

constexpr double kRounding = 1e-6;  // the file holds six decimals

Size size_of(const json& pair) {
  return {pair[0].get<int>(), pair[1].get<int>()};
}

Letterbox fit_of(const json& wanted) {
  const Size source = size_of(wanted["src"]);
  const Size target = size_of(wanted["target"]);
  return wanted["auto"].get<bool>() ? fit_letterbox_to_stride(source, target) : fit_letterbox(source, target);
}

void expect_fit(const Letterbox& fit, const json& wanted) {
  EXPECT_NEAR(fit.gain, wanted["gain"].get<double>(), 1e-12);
  EXPECT_EQ(fit.resized, size_of(wanted["new"]));
  EXPECT_EQ(json({fit.left, fit.top, fit.right, fit.bottom}), wanted["pad_ltrb"]);
  EXPECT_EQ(fit.output(), size_of(wanted["out"]));
}

void expect_unpad(const Letterbox& fit, UnpadRule rule, const json& wanted) {
  const Unpad unpad = unpad_of(fit, rule);
  EXPECT_NEAR(unpad.x, wanted[0].get<double>(), kRounding);
  EXPECT_NEAR(unpad.y, wanted[1].get<double>(), kRounding);
}

TEST(LetterboxCasesTest, EqualThoseOfTheReference) {
  const std::filesystem::path path = test_data() / "expected" / "letterbox.json";
  std::ifstream file(path);
  if (!file) GTEST_SKIP() << "test data not found: " << path;
  const json cases = json::parse(file);
  EXPECT_EQ(cases.size(), 78U);
  for (const json& wanted : cases) {
    SCOPED_TRACE(wanted.dump());
    const Letterbox fit = fit_of(wanted);
    expect_fit(fit, wanted);
    expect_unpad(fit, UnpadRule::kExact, wanted["unpad_v5"]);
    expect_unpad(fit, UnpadRule::kRounded, wanted["unpad_v8"]);
  }
}

}  // namespace
}  // namespace millrace
