#include "fakes/in_child.hpp"
#include "unit/queue/scheduling/core_fixture.hpp"

namespace millrace::scheduling {
namespace {

using CoreForkTest = CoreFixture;

TEST_F(CoreForkTest, InAChildNothingIsWaitedForOrStopped) {
  make(1, Completes::kByHand, {.backlog = 1});
  submit();
  const auto waiting = submit();
  EXPECT_TRUE(in_child([&] {
    core_->close();
    core_->release(0);
    core_->retire();
    return !core_->stop(waiting, StopReason::kCancelled);
  }));
  complete(0);
  complete(0);
  EXPECT_EQ(waiting->output, 2);
}

TEST_F(CoreForkTest, InAChildTheBackendStaysWhenTheLastOwnerLetsGo) {
  make(1, Completes::kOnThread);  // whose end would wait for its thread
  EXPECT_TRUE(in_child([&] {
    core_.reset();
    return true;
  }));
}

}  // namespace
}  // namespace millrace::scheduling
