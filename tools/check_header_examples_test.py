"""check_header_examples.py finds an example that is not compiled, and nothing else."""

import tempfile
import unittest
from pathlib import Path

from check_header_examples import check

BLOCK = "/// Waits.\n///\n/// Example:\n///   job.wait();\n///   show(job);\nclass Job;\n"


class HeaderExamplesTest(unittest.TestCase):
    def setUp(self):
        folder = tempfile.TemporaryDirectory()
        self.addCleanup(folder.cleanup)
        self.root = Path(folder.name)

    def findings(self, header, compiled=""):
        for path, text in (("include/millrace/job.hpp", header), ("examples/header_examples.cpp", compiled)):
            file = self.root / path
            file.parent.mkdir(parents=True, exist_ok=True)
            file.write_text(text, encoding="utf-8")
        return list(check(self.root))

    def test_a_block_that_is_compiled_is_right_however_it_is_indented(self):
        self.assertEqual(self.findings(BLOCK, "void f() {\n    job.wait();\n    show(job);\n}\n"), [])

    def test_a_block_of_which_a_line_differs_is_reported_with_its_place(self):
        self.assertEqual(
            self.findings(BLOCK, "job.wait();\nshow(jobs);\n"),
            ["include/millrace/job.hpp:4: this example is not in examples/header_examples.cpp; put the same lines there, so "
             "that they are compiled"],
        )

    def test_an_example_inside_a_class_is_one_too(self):
        self.assertEqual(len(self.findings("class A {\n  /// Example:\n  ///   run();\n  void run();\n};\n")), 1)

    def test_code_in_backticks_counts_and_words_do_not(self):
        header = "/// Example: `near(a)` is 1; `near(b)` is nothing.\n/// Example: of 4, the first.\n"
        self.assertEqual(len(self.findings(header, "use(near(a));")), 1)

    def test_code_without_the_word_is_reported(self):
        self.assertEqual(
            self.findings("/// A queue.\n///\n///   Queue queue;\n///   queue.run();\n"),
            ["include/millrace/job.hpp:3: this looks like an example; write `Example:` above it"],
        )

    def test_lists_and_formulas_are_no_examples(self):
        header = "/// Takes:\n/// - a list;\n///   one a line;\n///   or none;\n/// - a file\n///\n///   a = b + c\n"
        self.assertEqual(self.findings(header), [])


if __name__ == "__main__":
    unittest.main()
