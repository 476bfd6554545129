"""Tests of check_vectorised.py, with the compiler in CXX."""

import os
import tempfile
import unittest
from pathlib import Path

import check_vectorised

COMPILER = os.environ.get("CXX", "g++")


class CheckVectorisedTest(unittest.TestCase):
    def problems(self, body):
        with tempfile.TemporaryDirectory() as folder:
            path = Path(folder) / "loop.cpp"
            path.write_text(f"void loop(float* a, const float* b, int n) {{\n{body}\n}}\n", encoding="utf-8")
            return check_vectorised.check(COMPILER, [], path)

    def test_accepts_a_loop_that_is_vectorised(self):
        self.assertEqual(self.problems("  for (int i = 0; i < n; ++i) a[i] = b[i] + 1;  // vectorised"), [])

    def test_names_the_line_of_a_loop_that_is_not(self):
        problems = self.problems("  for (int i = 1; i < n; ++i) a[i] = a[i - 1] * b[i] + 1;  // vectorised")
        self.assertEqual(len(problems), 1)
        self.assertIn("loop.cpp:2: this loop is not vectorised", problems[0])

    def test_refuses_a_file_without_a_mark(self):
        self.assertIn("no loop is marked", self.problems("  for (int i = 0; i < n; ++i) a[i] = b[i];")[0])


if __name__ == "__main__":
    unittest.main()
