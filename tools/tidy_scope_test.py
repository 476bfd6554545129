"""scripts/tidy checks what changed since somebody last touched .tidied."""

import shutil
import subprocess
import tempfile
import unittest
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
NOBODY = ("-c", "user.name=nobody", "-c", "user.email=nobody@example.org", "-c", "commit.gpgsign=false")


class TidyScopeTest(unittest.TestCase):
    def setUp(self):
        folder = tempfile.TemporaryDirectory()
        self.addCleanup(folder.cleanup)
        self.root = Path(folder.name) / "project"
        (self.root / "scripts/lib").mkdir(parents=True)
        for script in ("scripts/tidy", "scripts/lib/common.sh"):
            shutil.copy(ROOT / script, self.root / script)
        self.git("init", "--quiet", "--initial-branch=main")
        self.commit("old.cpp", ".tidied")

    def git(self, *arguments):
        subprocess.run(["git", *NOBODY, *arguments], cwd=self.root, check=True, capture_output=True)

    def write(self, *paths):
        for path in paths:
            with open(self.root / path, "a", encoding="utf-8") as file:
                file.write("// more\n")

    def commit(self, *paths):
        self.write(*paths)
        self.git("add", "--all")
        self.git("commit", "--quiet", "--message", "change")

    def scope(self, root=None):
        result = subprocess.run(["scripts/tidy", "--list"], cwd=root or self.root, check=True, capture_output=True, text=True)
        return sorted(result.stdout.split()), result.stderr

    def test_every_commit_since_the_marker_counts_on_main_too(self):
        self.commit("one.cpp")
        self.commit("two.hpp", "page.md")
        self.assertEqual(self.scope(), (["one.cpp", "two.hpp"], ""))

    def test_a_commit_that_touches_the_marker_has_been_tidied(self):
        self.commit("one.cpp", ".tidied")
        self.assertEqual(self.scope(), ([], ""))

    def test_what_is_not_committed_counts(self):
        self.write("old.cpp", "new.cpp")
        self.assertEqual(self.scope(), (["new.cpp", "old.cpp"], ""))

    def clone(self, depth):
        there = self.root.parent / f"depth{depth}"
        subprocess.run(["git", "clone", "--quiet", "--depth", str(depth), f"file://{self.root}", there], check=True, capture_output=True)
        return there

    def test_a_shallow_clone_without_the_marker_s_commit_says_so_and_counts_the_last_commit(self):
        self.commit("one.cpp")
        self.commit("two.cpp")
        self.commit("three.cpp")
        files, said = self.scope(self.clone(2))
        self.assertEqual(files, ["three.cpp"])
        self.assertIn("a shallow clone does not say when .tidied was last touched", said)

    def test_a_clone_of_one_commit_says_so_and_counts_every_file(self):
        self.commit("one.cpp")
        files, said = self.scope(self.clone(1))
        self.assertEqual(files, ["old.cpp", "one.cpp"])
        self.assertIn("checks every file", said)

    def test_a_shallow_clone_with_the_marker_s_commit_is_as_good_as_a_whole_one(self):
        self.commit("one.cpp", ".tidied")
        self.commit("two.cpp")
        self.assertEqual(self.scope(self.clone(3)), (["two.cpp"], ""))


if __name__ == "__main__":
    unittest.main()
