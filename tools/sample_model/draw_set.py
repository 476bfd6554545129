"""Draws a set of pictures with their truth, as COCO and as YOLO files: python draw_set.py DIR

DIR/images/000001.png and so on, DIR/labels/000001.txt, DIR/annotations.json. Sides are 200 to 900 pixels, of any shape
between 2.5 : 1 and 1 : 2.5.
"""

import argparse
import json
from pathlib import Path

import cv2
import numpy as np

from glyphs import Typeface
from scene import make_picture
from typefaces import HELD_OUT, TRAINING, find

HELD_OUT_SEED = 1_000_000  # training draws from seeds below
SIDES = {"held-out": HELD_OUT, "training": TRAINING}


def typefaces_of(side):
    """The typefaces of "held-out" or "training"; the one inside Pillow for "builtin"."""
    return [Typeface(path) for path in find(SIDES[side])] if side in SIDES else [Typeface(None)]


def draw(faces, seed, number):
    rng = np.random.default_rng((HELD_OUT_SEED + seed, number))
    longer = rng.uniform(320, 900)
    shorter = max(200, longer * rng.uniform(0.4, 1))
    width, height = (longer, shorter) if rng.random() < 0.6 else (shorter, longer)
    return make_picture(rng, faces, round(width), round(height))


def yolo_text(boxes, width, height):
    """A line a digit: class, then centre and size as shares of the picture."""
    lines = []
    for digit, x1, y1, x2, y2 in boxes:
        values = ((x1 + x2) / 2 / width, (y1 + y2) / 2 / height, (x2 - x1) / width, (y2 - y1) / height)
        lines.append(f"{digit} " + " ".join(f"{value:.6f}" for value in values) + "\n")
    return "".join(lines)


def write_picture(path, picture):
    quality = [cv2.IMWRITE_JPEG_QUALITY, 90] if path.suffix == ".jpg" else [cv2.IMWRITE_PNG_COMPRESSION, 1]
    if not cv2.imwrite(str(path), picture[..., ::-1], quality):
        raise OSError(f"could not write {path}")


def annotation(number, picture_number, digit, x1, y1, x2, y2):
    box = [round(value, 2) for value in (x1, y1, x2 - x1, y2 - y1)]
    return {"id": number, "image_id": picture_number, "category_id": digit, "bbox": box,
            "area": round(box[2] * box[3], 2), "iscrowd": 0}


def draw_set(folder, side, seed, count):
    faces = typefaces_of(side)
    for name in ("images", "labels"):
        (folder / name).mkdir(parents=True, exist_ok=True)
    images, annotations = [], []
    for number in range(1, count + 1):
        picture, boxes = draw(faces, seed, number)
        height, width = picture.shape[:2]
        name = f"{number:06}"
        write_picture(folder / "images" / f"{name}.png", picture)
        (folder / "labels" / f"{name}.txt").write_text(yolo_text(boxes, width, height))
        images.append({"id": number, "file_name": f"{name}.png", "width": width, "height": height})
        annotations += [annotation(len(annotations) + place, number, *box) for place, box in enumerate(boxes, 1)]
    categories = [{"id": digit, "name": str(digit)} for digit in range(10)]
    truth = {"info": {}, "images": images, "annotations": annotations, "categories": categories}
    (folder / "annotations.json").write_text(json.dumps(truth))
    print(f"{folder}: {count} pictures with {len(annotations)} digits in {len(faces)} typefaces")


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("folder", type=Path)
    parser.add_argument("--count", type=int, default=400)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--typefaces", choices=(*SIDES, "builtin"), default="held-out")
    options = parser.parse_args()
    draw_set(options.folder, options.typefaces, options.seed, options.count)


if __name__ == "__main__":
    main()
