"""Batches of training pictures, drawn by other processes ahead of the trainer."""

import multiprocessing
import os

import cv2
import numpy as np

from glyphs import Typeface
from scene import make_picture
from targets import assign

PAD_COLOUR = 114  # what a letterbox puts around a picture


def training_picture(rng, faces, side):
    """A square as the model sees one, and its boxes: drawn at its own size, or larger and scaled down, or with bars."""
    unit = rng.uniform(1.2, 2.5) if rng.random() < 0.25 else 1.0
    width = height = side
    if rng.random() < 0.3:
        shorter = int(side * rng.uniform(0.45, 0.95))
        width, height = (side, shorter) if rng.random() < 0.6 else (shorter, side)
    drawn, boxes = make_picture(rng, faces, round(width * unit), round(height * unit), unit)
    if unit != 1.0:
        drawn = cv2.resize(drawn, (width, height), interpolation=cv2.INTER_LINEAR)
    left, top = (side - width) // 2, (side - height) // 2
    picture = np.full((side, side, 3), PAD_COLOUR, np.uint8)
    picture[top : top + height, left : left + width] = drawn
    move = np.array((left, top, left, top))
    return picture, [(digit, *(np.array(corners) / unit + move)) for digit, *corners in boxes]


def make_batch(seed, step, faces, size, side):
    """The batch of one step: uint8 pictures and the targets of the three strides."""
    drawn = [training_picture(np.random.default_rng((seed, step, index)), faces, side) for index in range(size)]
    targets = [assign(boxes, side) for _, boxes in drawn]
    return np.stack([picture for picture, _ in drawn]), [np.stack(level) for level in zip(*targets)]


_faces = []


def _start_worker(paths):
    cv2.setNumThreads(1)
    os.nice(1)  # behind the trainer
    _faces.extend(Typeface(path) for path in paths)


def _work(job):
    seed, step, size, side = job
    return make_batch(seed, step, _faces, size, side)


def stream(paths, seed, jobs, workers):
    """Yields the batches of `jobs`, each (step, size, side), in order."""
    # Forking a process that runs JAX's threads could hang: the workers start afresh.
    with multiprocessing.get_context("spawn").Pool(workers, _start_worker, (paths,)) as pool:
        work = ((seed, *job) for job in jobs)
        ahead = []
        for job in work:
            ahead.append(pool.apply_async(_work, (job,)))
            if len(ahead) > 4 * workers:
                yield ahead.pop(0).get()
        for result in ahead:
            yield result.get()
