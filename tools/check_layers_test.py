"""Each rule of check_layers.py catches a violation and lets the clean case pass."""

import tempfile
import unittest
from pathlib import Path

from check_layers import check


class LayerCheckTest(unittest.TestCase):
    def setUp(self):
        folder = tempfile.TemporaryDirectory()
        self.addCleanup(folder.cleanup)
        self.root = Path(folder.name)
        self.write("include/millrace/base/error.hpp", "#include <string>")

    def write(self, path, *lines):
        file = self.root / path
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text("\n".join(lines) + "\n", encoding="utf-8")

    def assert_only_problem(self, start, part):
        problems = check(self.root)
        self.assertEqual(len(problems), 1, problems)
        self.assertTrue(problems[0].startswith(start), problems)
        self.assertIn(part, problems[0])

    def test_includes_that_go_down_pass(self):
        self.write("include/millrace/queue/infer_queue.hpp", '#include "millrace/base/error.hpp"')
        self.write("src/queue/infer_queue.cpp", '#include "millrace/queue/infer_queue.hpp"')
        self.assertEqual(check(self.root), [])

    def test_an_include_that_goes_up_is_reported_with_its_line(self):
        self.write("include/millrace/vision/nms.hpp", "#pragma once")
        self.write("include/millrace/base/clock.hpp", "#pragma once", '#include "millrace/vision/nms.hpp"')
        self.assert_only_problem("include/millrace/base/clock.hpp:2:", "base includes millrace/vision/nms.hpp")

    def test_a_private_header_of_another_layer_counts_too(self):
        self.write("src/io/reader.hpp", "#pragma once")
        self.write("src/queue/slot.hpp", "#pragma once")
        self.write("src/queue/slot.cpp", '#include "io/reader.hpp"')
        self.assert_only_problem("src/queue/slot.cpp:1:", "queue includes io/reader.hpp")

    def test_a_header_in_src_belongs_to_its_layer(self):
        self.write("src/io/reader.hpp", "#pragma once")
        self.write("src/pipeline/run.hpp", '#include "io/reader.hpp"')
        self.assert_only_problem("src/pipeline/run.hpp:1:", "io/reader.hpp, which is io's own")

    def test_a_header_in_src_that_open_names_may_be_included_from_above(self):
        self.write("src/vision/nms.hpp", "#pragma once")
        self.write("src/models/registry.hpp", '#include "vision/nms.hpp"')
        self.write("src/cli/families.hpp", '#include "models/registry.hpp"')
        self.assertEqual(check(self.root), [])

    def test_a_name_in_open_that_nobody_needs_is_reported(self):
        self.write("src/vision/nms.hpp", "#pragma once")
        self.assert_only_problem("src/vision/nms.hpp:1:", "take it out of OPEN")

    def test_what_stands_in_src_of_base_is_there_for_all(self):
        self.write("src/base/text.hpp", "#pragma once")
        self.write("src/io/reader.hpp", '#include "base/text.hpp"')
        self.assertEqual(check(self.root), [])

    def test_a_public_header_includes_none_that_is_not_installed(self):
        self.write("src/io/file.hpp", "#pragma once")
        self.write("include/millrace/io/sink.hpp", '#include "io/file.hpp"')
        self.assert_only_problem("include/millrace/io/sink.hpp:1:", "io/file.hpp, which is not installed")

    def test_a_header_of_the_system_stands_behind_the_platform(self):
        self.write("src/base/platform.hpp", "#include <chrono>")
        self.write("src/base/platform_linux.cpp", "#include <sys/stat.h>", '#include "base/platform.hpp"')
        self.assertEqual(check(self.root), [])
        self.write("src/io/file.hpp", "#include <unistd.h>")
        self.assert_only_problem("src/io/file.hpp:1:", "put the call behind base/platform.hpp")

    def test_a_header_opens_the_namespace_of_its_place(self):
        self.write("src/io/file.hpp", "namespace millrace::io {", "}")
        self.write("src/queue/scheduling/core.hpp", "namespace millrace::scheduling {", "}")
        self.write("include/millrace/io/sink.hpp", "namespace millrace {", "}")
        self.assertEqual(check(self.root), [])
        self.write("src/io/reader.hpp", "namespace millrace {", "}")
        self.assert_only_problem("src/io/reader.hpp:1:", "belongs into millrace::io")

    def test_the_header_to_begin_with_includes_every_layer_and_is_included_by_none(self):
        self.write("include/millrace/io/reader.hpp", "#pragma once")
        self.write("include/millrace/millrace.hpp", '#include "millrace/io/reader.hpp"')
        self.assertEqual(check(self.root), [])
        self.write("include/millrace/vision/nms.hpp", '#include "millrace/millrace.hpp"')
        self.assert_only_problem("include/millrace/vision/nms.hpp:1:", "vision includes millrace/millrace.hpp")

    def test_openvino_in_vision_is_reported(self):
        self.write("include/millrace/vision/nms.hpp", "#include <openvino/runtime/tensor.hpp>")
        self.assert_only_problem("include/millrace/vision/nms.hpp:1:", "vision includes <openvino/runtime/tensor.hpp>")

    def test_opencv_in_a_public_header_of_io_is_reported(self):
        self.write("include/millrace/io/picture.hpp", "#include <opencv2/core.hpp>")
        self.assert_only_problem("include/millrace/io/picture.hpp:1:", "include it below src/")

    def test_the_umbrella_header_in_a_public_header_is_reported(self):
        self.write("include/millrace/queue/slot.hpp", "#include <openvino/openvino.hpp>")
        self.assert_only_problem("include/millrace/queue/slot.hpp:1:", "take the small header")

    def test_the_scheduling_core_reaching_openvino_through_another_header_is_reported(self):
        self.write("include/millrace/queue/slot.hpp", "#include <openvino/runtime/tensor.hpp>")
        self.write("src/queue/scheduling/core.hpp", '#include "millrace/queue/slot.hpp"')
        self.assert_only_problem("src/queue/scheduling/core.hpp:1:", "through include/millrace/queue/slot.hpp:1")

    def test_a_source_without_a_header_of_its_name_is_reported(self):
        self.write("src/base/helpers.cpp", "")
        self.assert_only_problem("src/base/helpers.cpp:1:", "has no header base/helpers.hpp")

    def test_several_sources_may_share_the_header_they_open_with(self):
        self.write("src/base/layouts.hpp", "")
        self.write("src/base/png.cpp", '#include "base/layouts.hpp"')
        self.write("src/base/bmp.cpp", '#include "base/layouts.hpp"')
        self.assertEqual(check(self.root), [])

    def test_a_unit_test_may_add_words_to_the_name_of_its_header(self):
        self.write("tests/unit/base/error_messages_test.cpp", "")
        self.assertEqual(check(self.root), [])

    def test_a_unit_test_of_several_headers_includes_one_of_its_folder(self):
        self.write("tests/unit/base/messages_test.cpp", '#include "millrace/base/error.hpp"')
        self.assertEqual(check(self.root), [])

    def test_a_unit_test_in_the_wrong_folder_is_reported(self):
        self.write("tests/unit/vision/messages_test.cpp", '#include "millrace/base/error.hpp"')
        self.assert_only_problem("tests/unit/vision/messages_test.cpp:1:", "tests no header of vision")

    def test_an_unknown_layer_is_reported(self):
        self.write("include/millrace/util/strings.hpp", "#pragma once")
        self.assert_only_problem("include/millrace/util/strings.hpp:1:", "'util' is no layer")


if __name__ == "__main__":
    unittest.main()
