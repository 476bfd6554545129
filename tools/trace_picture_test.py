"""python -m unittest trace_picture_test"""

import json
import tempfile
import unittest
from pathlib import Path

from trace_picture import COLOURS, WAITING, draw, events

TRACE = [
    {"ph": "M", "pid": 1, "tid": 0, "name": "thread_name", "args": {"name": "request 0"}},
    {"ph": "b", "pid": 1, "ts": 0, "name": "job 1 waits", "cat": "waiting", "tid": 10000, "id": "1.1"},
    {"ph": "e", "pid": 1, "ts": 5000, "name": "job 1 waits", "cat": "waiting", "tid": 10000, "id": "1.1"},
    {"ph": "X", "pid": 1, "ts": 0, "dur": 5000, "name": "job 0", "tid": 0, "args": {"outcome": "succeeded"}},
    {"ph": "X", "pid": 1, "ts": 5000, "dur": 5000, "name": "job 1", "tid": 0, "args": {"outcome": "failed"}},
]


class TracePictureTest(unittest.TestCase):
    def test_draws_each_run_in_the_colour_of_its_outcome(self):
        svg = draw(TRACE, 0, float("inf"))
        self.assertEqual(svg.count(COLOURS["succeeded"]), 1)
        self.assertEqual(svg.count(COLOURS["failed"]), 1)
        self.assertIn("request 0", svg)

    def test_draws_jobs_that_wait(self):
        self.assertEqual(draw(TRACE, 0, float("inf")).count(WAITING), 1)

    def test_leaves_out_what_is_outside_the_given_time(self):
        self.assertNotIn(COLOURS["failed"], draw(TRACE, 0, 4))

    def test_reads_a_trace_that_was_cut_off(self):
        with tempfile.NamedTemporaryFile("w", suffix=".json") as file:
            file.write(json.dumps(TRACE)[:-1] + ",\n")
            file.flush()
            self.assertEqual(events(Path(file.name)), TRACE)


if __name__ == "__main__":
    unittest.main()
