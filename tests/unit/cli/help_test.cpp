#include "cli/help.hpp"

#include <memory>
#include <string>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "cli/command.hpp"

namespace millrace::cli {
namespace {

using ::testing::AllOf;
using ::testing::HasSubstr;
using ::testing::Not;

/// A command with one option of each kind.
class HelpTest : public ::testing::Test {
 protected:
  HelpTest() {
    program_.formatter(std::make_shared<Help>());
    program_.add_option("MODEL,-m,--model", text_, "The model")->type_name("FILE")->required();
    program_.add_option("--requests", number_, "How many")->type_name("N")->capture_default_str();
    program_.add_flag("!--no-save", flag_, "Write nothing");
    program_.add_flag("--promise")->group("");
    program_.footer(examples({"prog a.onnx"}));
  }

  std::string help() const { return program_.help(); }

  CLI::App program_{"Does things.", "prog"};
  std::string text_;
  int number_ = 4;
  bool flag_ = true;
};

TEST_F(HelpTest, ShowsExamplesBeforeTheOptions) {
  EXPECT_LT(help().find("  prog a.onnx"), help().find("Options:"));
}

TEST_F(HelpTest, ShowsAnArgumentThatIsAnOptionTooOnce) {
  EXPECT_THAT(help(), HasSubstr("  MODEL, -m, --model FILE   The model\n"));
  EXPECT_EQ(help().find("The model"), help().rfind("The model"));
}

TEST_F(HelpTest, ShowsTheDefault) {
  EXPECT_THAT(help(), HasSubstr("How many [4]\n"));
}

TEST_F(HelpTest, ShowsAFlagThatSwitchesOffByItsNameAlone) {
  EXPECT_THAT(help(), AllOf(HasSubstr("  --no-save  "), Not(HasSubstr("{false}"))));
}

TEST_F(HelpTest, LeavesOutWhatChangesNothing) {
  EXPECT_THAT(help(), Not(HasSubstr("--promise")));
}

TEST_F(HelpTest, NamesTheAliasesOfAnOption) {
  EXPECT_THAT(help(), HasSubstr("--requests                -nireq, --nireq, --number_infer_requests\n"));
}

}  // namespace
}  // namespace millrace::cli
