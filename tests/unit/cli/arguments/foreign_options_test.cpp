#include "cli/arguments/foreign_options.hpp"

#include <CLI/CLI.hpp>
#include <gtest/gtest.h>

#include "cli/arguments/suggestions.hpp"

namespace millrace::cli {
namespace {

/// A program with `detect -d NAME -v --device NAME` and `bench --time N`.
class ForeignOptionsTest : public ::testing::Test {
 protected:
  ForeignOptionsTest() {
    detect_->add_option("-d,--device", device_);
    detect_->add_option("-o,--out", device_);
    detect_->add_option("--streams", device_);
    detect_->add_option("--precision", device_);
    detect_->add_flag("-v");
    program_.add_subcommand("bench")->add_option("--time", device_);
    program_.add_subcommand("soak")->add_option("--time", device_);
  }

  CLI::App program_{"a program", "millrace"};
  CLI::App* detect_ = program_.add_subcommand("detect");
  std::string device_;
};

TEST_F(ForeignOptionsTest, AreNamedAsTheyWereTypedWithWhatTheyAre) {
  EXPECT_EQ(foreign_option(*detect_, "-b"), "-b, batch: not supported yet");
  EXPECT_EQ(foreign_option(*detect_, "-b4"), "-b, batch: not supported yet");
  EXPECT_EQ(foreign_option(*detect_, "--half"), "--half, half precision: not supported yet; give --precision f16");
}

TEST_F(ForeignOptionsTest, OfferOnlyWhatTheCommandHas) {
  EXPECT_EQ(foreign_option(*program_.get_subcommand("bench"), "--half"), "--half, half precision: not supported yet");
}

TEST_F(ForeignOptionsTest, AreFoundAmongAllArgumentsBeforeTheyAreParsed) {
  const std::vector<std::string> given = {"detect", "-dCPU", "--device", "x", "-op=f32", "-b"};
  EXPECT_EQ(first_foreign_option(*detect_, given), "-op, precision of inputs and outputs: not supported yet");
  EXPECT_EQ(first_foreign_option(*detect_, std::vector<std::string>{"detect", "--", "-b"}), "");
}

TEST_F(ForeignOptionsTest, NameTheCommandsThatHaveThem) {
  EXPECT_EQ(foreign_option(*detect_, "-t"), "-t: detect has no such option, bench and soak have");
}

TEST_F(ForeignOptionsTest, SayNothingOfWhatNobodyKnows) {
  EXPECT_EQ(foreign_option(*detect_, "--devcie"), "");
}

TEST_F(ForeignOptionsTest, AreNotTheShortOptionsThatHoldTheirValue) {
  for (const char* word : {"-dCPU", "-dAUTO:GPU,-CPU", "-oout"}) {
    EXPECT_TRUE(is_short_option_with_value(*detect_, word)) << word;
  }
  for (const char* word : {"-device", "-devcie", "-dvice", "-dev", "-out", "-output", "-vx", "-hnit"}) {
    EXPECT_FALSE(is_short_option_with_value(*detect_, word)) << word;
  }
}

TEST_F(ForeignOptionsTest, AreSaidByTheNameThatWasTyped) {
  EXPECT_EQ(as_typed(*detect_, "--streams: '-5' is no number", {"detect", "-nstreams", "-5"}),
            "-nstreams: '-5' is no number");
  EXPECT_EQ(as_typed(*detect_, "--streams: 'x' is no number", {"--streams=x"}), "--streams: 'x' is no number");
  EXPECT_EQ(as_typed(*detect_, "--device: too long", {"-d", "x"}), "-d: too long");
}

TEST_F(ForeignOptionsTest, AreKnownHoweverTheirWordsAreJoined) {
  for (const char* name : {"-api_type", "--api_type", "--api-type"}) {
    EXPECT_EQ(foreign_option(*detect_, name),
              std::string(name) + ", synchronous or asynchronous: not supported yet; bench compares both");
  }
}

}  // namespace
}  // namespace millrace::cli
