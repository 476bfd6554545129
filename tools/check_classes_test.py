"""check_classes.py finds a class that is defined twice, and nothing else."""

import tempfile
import unittest
from pathlib import Path

from check_classes import check, definitions


def names(text):
    return [name for name, _ in definitions(text)]


class ClassCheckTest(unittest.TestCase):
    def setUp(self):
        folder = tempfile.TemporaryDirectory()
        self.addCleanup(folder.cleanup)
        self.root = Path(folder.name)

    def write(self, path, text):
        file = self.root / path
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text(text, encoding="utf-8")

    def test_a_private_class_with_the_name_of_a_public_one_is_reported_with_both_places(self):
        self.write("include/millrace/io/names.hpp", "namespace millrace {\nclass Names {};\n}")
        self.write("src/queue/names.hpp", "#pragma once\nnamespace millrace {\n\nclass Names final : Base {\n};\n}")
        self.assertEqual(
            check(self.root),
            ["src/queue/names.hpp:4: millrace::Names is defined in include/millrace/io/names.hpp too; "
             "give one of them another name"],
        )

    def test_a_class_in_another_namespace_or_class_is_another_one(self):
        self.write("src/queue/a.hpp", "namespace millrace { struct A { struct Part {}; }; }")
        self.write("src/queue/b.hpp", "namespace millrace::detail { struct A {}; } namespace millrace { struct Part {}; }")
        self.assertEqual(check(self.root), [])

    def test_nested_namespaces_are_one_name_however_they_are_written(self):
        self.write("src/queue/a.hpp", "namespace millrace::detail { enum class Kind : int { kOne }; }")
        self.write("src/queue/b.hpp", "namespace millrace { namespace detail { struct Kind {}; } }")
        self.assertEqual(len(check(self.root)), 1)

    def test_a_class_of_a_test_counts_when_the_library_has_its_name(self):
        self.write("src/queue/a.hpp", "namespace millrace { class A {}; }")
        self.write("tests/fakes/a.hpp", "namespace millrace { class A {}; class B {}; }")
        self.write("tests/fakes/b.hpp", "namespace millrace { class B {}; }")
        self.assertEqual([line.split(" ")[1] for line in check(self.root)], ["millrace::A"])

    def test_unnamed_namespaces_and_functions_concern_one_file_only(self):
        self.assertEqual(names("namespace millrace { namespace { class A {}; } void f(int x) { struct B {}; } }"), [])

    def test_macros_attributes_and_templates_before_the_name_are_passed_over(self):
        text = """class MILLRACE_CAPABILITY("mutex") Mutex {};
                  class MILLRACE_SCOPED_CAPABILITY Lock {};
                  struct [[nodiscard]] alignas(64) Line {};
                  template <typename T, class U> class Pair final {};
                  template <> struct Pair<int, int> {};"""
        self.assertEqual(names(text), ["Mutex", "Lock", "Line", "Pair", "Pair<int,int>"])

    def test_what_is_no_definition_is_passed_over(self):
        text = """class Forward; // class Comment {
                  const char* text = "class Literal {"; const char* raw = R"(class Raw {)"; char brace = '{';
                  struct Value make() { return {}; } enum { kOne }; using Alias = struct Named;"""
        self.assertEqual(names(text), [])


if __name__ == "__main__":
    unittest.main()
