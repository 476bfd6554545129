"""What follow_readme.py takes out of a page."""

import subprocess
import unittest
from pathlib import Path

import follow_readme

PAGE = """# A page
```sh
git clone URL-OF-THIS-PAGE millrace && cd millrace
```
```text
$ millrace devices
CPU
$ millrace bench yolov5n.onnx pictures/
```
```cpp
$ not a command
```
"""


class CommandsTest(unittest.TestCase):
    def test_are_blocks_of_shell_and_the_prompts_of_sessions(self):
        self.assertEqual(
            list(follow_readme.commands(PAGE)),
            ["git clone URL-OF-THIS-PAGE millrace && cd millrace", "millrace devices",
             "millrace bench yolov5n.onnx pictures/"])


class ScriptTest(unittest.TestCase):
    def test_stops_at_a_command_that_fails(self):
        text = follow_readme.script("```text\n$ false && true\n$ echo went on\n```\n", None)
        done = subprocess.run(["bash", "-c", text], capture_output=True, text=True, check=False)
        self.assertEqual(done.returncode, 1)
        self.assertNotIn("\nwent on\n", done.stdout)

    def test_links_a_model_and_pictures_into_the_clone_when_there_is_data(self):
        text = follow_readme.script(PAGE, Path("/data"))
        self.assertIn("ln -s /data/models/yolov5n.onnx yolov5n.onnx\nln -s /data/images pictures\n", text)
        self.assertIn("\nmillrace bench yolov5n.onnx pictures/\n", text)

    def test_leaves_out_what_needs_data_when_there_is_none(self):
        self.assertNotIn("\nmillrace bench", follow_readme.script(PAGE, None))


if __name__ == "__main__":
    unittest.main()
