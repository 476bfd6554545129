"""Measures a model over a drawn set, from what millrace writes: python evaluate.py MILLRACE MODEL SET

MILLRACE is the program, SET a folder of draw_set.py. Detections come from `millrace detect --coco` at f32 with the
thresholds of a validation run, the mean average precision from pycocotools.
"""

import argparse
import contextlib
import io
import json
import subprocess
from pathlib import Path

from pycocotools.coco import COCO
from pycocotools.cocoeval import COCOeval


def detect(program, model, folder, results):
    command = [program, "detect", model, folder / "images", "--coco", results, "--no-save"]
    command += ["--conf", "0.001", "--iou", "0.6", "--max-det", "300", "--precision", "f32"]
    subprocess.run([str(part) for part in command], check=True, stdout=subprocess.DEVNULL)


def measure(truth, results, digit=None):
    """(mAP50, mAP50-95) over all digits or one."""
    found = json.loads(results.read_text())
    if not found:
        return 0.0, 0.0  # pycocotools takes no empty list
    with contextlib.redirect_stdout(io.StringIO()):
        scores = COCOeval(truth, truth.loadRes(found), "bbox")
        scores.params.catIds = sorted(truth.cats) if digit is None else [digit]
        scores.evaluate()
        scores.accumulate()
        scores.summarize()
    return float(scores.stats[1]), float(scores.stats[0])


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("program", type=Path)
    parser.add_argument("model", type=Path)
    parser.add_argument("set", type=Path)
    parser.add_argument("--least", type=float, nargs=2, metavar=("MAP50", "MAP50-95"), help="fail below")
    options = parser.parse_args()
    results = options.set / "results.json"
    detect(options.program.resolve(), options.model, options.set, results)
    with contextlib.redirect_stdout(io.StringIO()):
        truth = COCO(str(options.set / "annotations.json"))
    for digit in sorted(truth.cats):
        print("digit {}: mAP50 {:.3f}, mAP50-95 {:.3f}".format(digit, *measure(truth, results, digit)))
    coarse, fine = measure(truth, results)
    print(f"all: mAP50 {coarse:.4f}, mAP50-95 {fine:.4f}")
    if options.least and (coarse < options.least[0] or fine < options.least[1]):
        raise SystemExit(f"below the wanted mAP50 {options.least[0]}, mAP50-95 {options.least[1]}")


if __name__ == "__main__":
    main()
