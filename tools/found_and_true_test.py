"""found_and_true.py on small folders."""

import tempfile
import unittest
from pathlib import Path

import found_and_true


class CountRightTest(unittest.TestCase):
    BOX = (0.1, 0.1, 0.3, 0.3)

    def test_counts_a_box_of_the_right_class_that_overlaps_enough(self):
        shifted = (0.15, 0.1, 0.35, 0.3)  # IoU 0.6
        self.assertEqual(found_and_true.count_right([("3", shifted)], [("3", self.BOX)]), 1)

    def test_counts_no_box_of_another_class_or_place(self):
        self.assertEqual(found_and_true.count_right([("4", self.BOX)], [("3", self.BOX)]), 0)
        far = (0.2, 0.1, 0.4, 0.3)  # IoU 1/3
        self.assertEqual(found_and_true.count_right([("3", far)], [("3", self.BOX)]), 0)

    def test_counts_each_true_box_once(self):
        self.assertEqual(found_and_true.count_right([("3", self.BOX), ("3", self.BOX)], [("3", self.BOX)]), 1)


class ReadTest(unittest.TestCase):
    def test_takes_a_missing_file_as_nothing_found(self):
        with tempfile.TemporaryDirectory() as folder:
            self.assertEqual(found_and_true.read(Path(folder) / "none.txt"), [])

    def test_gives_corners(self):
        with tempfile.TemporaryDirectory() as folder:
            path = Path(folder) / "a.txt"
            path.write_text("7 0.5 0.5 0.25 0.5 0.9\n", encoding="utf-8")
            self.assertEqual(found_and_true.read(path), [("7", (0.375, 0.25, 0.625, 0.75))])


if __name__ == "__main__":
    unittest.main()
