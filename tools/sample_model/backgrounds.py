"""What lies behind the digits, and what the camera does to a picture. Pictures are uint8 RGB arrays [height,width,3]."""

import cv2
import numpy as np


def random_colour(rng):
    """A colour: grey, pale or strong."""
    kind = rng.random()
    if kind < 0.25:
        return np.full(3, rng.uniform(0, 255), np.float32)
    colour = rng.uniform(0, 255, 3).astype(np.float32)
    return colour if kind < 0.7 else (colour + rng.uniform(0, 255)) / 2


def luminance(colour):
    return float(np.dot(colour[:3], (0.299, 0.587, 0.114)))


def _smooth_noise(rng, height, width, cells, channels):
    grid = rng.uniform(-1, 1, (cells, cells, channels)).astype(np.float32)
    noise = cv2.resize(grid, (width, height), interpolation=cv2.INTER_CUBIC)
    return noise.reshape(height, width, channels)


def _stripes(rng, picture):
    """Lines of a table, a ruled page, a fence or a grid."""
    height, width = picture.shape[:2]
    step = int(rng.integers(6, 60))
    thickness = int(rng.integers(1, max(2, step // 3)))
    colour = random_colour(rng).tolist()
    for x in range(int(rng.integers(step)), width, step):
        cv2.line(picture, (x, 0), (x, height), colour, thickness)
    if rng.random() < 0.5:
        for y in range(int(rng.integers(step)), height, step):
            cv2.line(picture, (0, y), (width, y), colour, thickness)


def _bar_code(rng, picture):
    height, width = picture.shape[:2]
    x, y = int(rng.uniform(0, width * 0.8)), int(rng.uniform(0, height * 0.8))
    long_side = int(rng.uniform(10, max(11, height / 3)))
    for _ in range(int(rng.integers(10, 40))):
        bar = int(rng.integers(1, 4))
        cv2.rectangle(picture, (x, y), (x + bar - 1, y + long_side), (10, 10, 10), -1)
        x += bar + int(rng.integers(1, 4))


def _shape(rng, picture):
    height, width = picture.shape[:2]
    colour = random_colour(rng).tolist()
    x, y = int(rng.uniform(0, width)), int(rng.uniform(0, height))
    reach = rng.uniform(0.03, 0.5) * max(width, height)
    thickness = -1 if rng.random() < 0.6 else int(rng.integers(1, 5))
    kind = rng.random()
    if kind < 0.35:
        corners = (np.array((x, y)) + rng.uniform(-reach, reach, (int(rng.integers(3, 6)), 2))).astype(np.int32)
        if thickness < 0:
            cv2.fillPoly(picture, [corners], colour, cv2.LINE_AA)
        else:
            cv2.polylines(picture, [corners], True, colour, thickness, cv2.LINE_AA)
    elif kind < 0.6:
        axes = (int(reach * rng.uniform(0.2, 1)) + 1, int(reach * rng.uniform(0.2, 1)) + 1)
        cv2.ellipse(picture, (x, y), axes, rng.uniform(0, 180), 0, 360, colour, thickness, cv2.LINE_AA)
    elif kind < 0.85:
        far = (int(x + rng.uniform(-reach, reach)), int(y + rng.uniform(-reach, reach)))
        cv2.line(picture, (x, y), far, colour, int(rng.integers(1, 6)), cv2.LINE_AA)
    else:
        far = (int(x + reach), int(y + reach * rng.uniform(0.2, 1)))
        cv2.rectangle(picture, (x, y), far, colour, thickness)


def make_background(rng, width, height):
    """A surface with light, texture and clutter."""
    base = random_colour(rng)
    picture = np.empty((height, width, 3), np.float32)
    picture[:] = base
    if rng.random() < 0.6:
        picture += _smooth_noise(rng, height, width, int(rng.integers(2, 5)), 3) * rng.uniform(5, 70)
    if rng.random() < 0.5:
        picture += _smooth_noise(rng, height, width, int(rng.integers(8, 80)), 1) * rng.uniform(3, 45)
    picture = np.clip(picture, 0, 255).astype(np.uint8)
    if rng.random() < 0.15:
        _stripes(rng, picture)
    if rng.random() < 0.55:
        for _ in range(int(rng.integers(1, 14))):
            _shape(rng, picture)
    if rng.random() < 0.08:
        _bar_code(rng, picture)
    return picture


def _motion_blur(rng, picture, length):
    kernel = np.zeros((length, length), np.float32)
    angle = rng.uniform(0, np.pi)
    reach = (length - 1) / 2
    for step in np.linspace(-reach, reach, 4 * length):
        kernel[round(reach + step * np.sin(angle)), round(reach + step * np.cos(angle))] = 1
    return cv2.filter2D(picture, -1, kernel / kernel.sum())


def photograph(rng, picture, smallest):
    """Blur, light, noise and compression; `smallest` is the height of the smallest digit, which must stay readable."""
    kind = rng.random()
    if kind < 0.4:
        picture = cv2.GaussianBlur(picture, (0, 0), rng.uniform(0.3, max(0.5, min(2.5, smallest / 14))))
    elif kind < 0.5 and smallest >= 14:
        picture = _motion_blur(rng, picture, int(rng.integers(3, max(4, min(9, smallest / 5)))))
    light = np.arange(256, dtype=np.float32) / 255
    light = light ** rng.uniform(0.7, 1.4) * rng.uniform(0.75, 1.15) + rng.uniform(-0.08, 0.08)
    picture = cv2.LUT(picture, np.clip(light * 255, 0, 255).astype(np.uint8))
    if rng.random() < 0.08:
        picture = cv2.cvtColor(cv2.cvtColor(picture, cv2.COLOR_RGB2GRAY), cv2.COLOR_GRAY2RGB)
    if rng.random() < 0.5:
        noise = rng.standard_normal(picture.shape, np.float32) * rng.uniform(1, 14)
        picture = np.clip(picture + noise, 0, 255).astype(np.uint8)
    if rng.random() < 0.4:
        quality = [cv2.IMWRITE_JPEG_QUALITY, int(rng.integers(40, 96))]
        picture = cv2.imdecode(cv2.imencode(".jpg", picture, quality)[1], cv2.IMREAD_COLOR)
    return picture
