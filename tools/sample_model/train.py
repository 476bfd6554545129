"""Trains the sample model and writes its weights: python train.py WEIGHTS.npz

The same seed draws the same pictures in the same order; sums on another processor differ in their last digits.
"""

import argparse
import functools
import os
import time
from pathlib import Path

os.environ.setdefault("JAX_PLATFORMS", "cpu")

import jax
import jax.numpy as jnp
import numpy as np

from batches import stream
from layout import SIDE
from loss import detection_loss
from network import make_parameters, train_heads
from typefaces import TRAINING, find

SMALL_SIDE = 192  # most steps see squares of this side: a third of the work, digits of the same size
PEAK_RATE, LAST_RATE, WARM_UP = 2.5e-3, 2e-5, 100
DECAY = 0.02  # of the weights, times the rate
MOMENTS = (0.9, 0.99)
STATISTICS = 0.03  # how fast the running mean and variance follow


def rate_at(step, options):
    """Linear warm-up, then level for `steps`, then half a cosine down."""
    down = min(1.0, max(0, step - options.steps) / options.decay_steps)
    falling = LAST_RATE + (PEAK_RATE - LAST_RATE) * 0.5 * (1 + np.cos(np.pi * down))
    return np.float32(falling * min(1.0, (step + 1) / WARM_UP))


def average_at(step):
    """How much of the averaged weights stays: little at first, 0.998 later."""
    return np.float32(min(0.998, (1 + step) / (10 + step)))


@functools.partial(jax.jit, donate_argnums=0)
def train_step(state, pictures, targets, rate, keep, step):
    """One step of AdamW; `state` holds parameters, their average and both moments."""
    parameters, average, first, second = state

    def loss_of(parameters):
        heads, seen = train_heads(parameters, pictures.astype(jnp.float32) / 255)
        loss, terms = detection_loss(heads, targets)
        return loss, (terms, seen)

    gradients, (terms, seen) = jax.grad(loss_of, has_aux=True)(parameters)
    norm = jnp.sqrt(sum((gradient**2).sum() for gradient in gradients.values()))
    clip = jnp.minimum(1.0, 4.0 / (norm + 1e-6))
    updated = {}
    for name, value in parameters.items():
        if name in seen:
            updated[name] = value + STATISTICS * (seen[name] - value)
            continue
        gradient = gradients[name] * clip
        first[name] = MOMENTS[0] * first[name] + (1 - MOMENTS[0]) * gradient
        second[name] = MOMENTS[1] * second[name] + (1 - MOMENTS[1]) * gradient**2
        move = first[name] / (1 - MOMENTS[0] ** step) / (jnp.sqrt(second[name] / (1 - MOMENTS[1] ** step)) + 1e-8)
        decay = DECAY if name.endswith(".weight") else 0.0
        updated[name] = value - rate * (move + decay * value)
    average = {name: keep * average[name] + (1 - keep) * value for name, value in updated.items()}
    return (updated, average, first, second), terms


def fresh_state(seed):
    parameters = make_parameters(seed)
    copies = [{name: jnp.asarray(value) for name, value in parameters.items()} for _ in range(2)]
    moments = [{name: jnp.zeros_like(value) for name, value in parameters.items()} for _ in range(2)]
    return (*copies, *moments)


def save(path, state, step):
    """Writes the averaged parameters, and all of the state beside them for --resume; each at once or not at all."""
    parts = zip(("parameters", "average", "first", "second"), state)
    whole = {f"{part}/{name}": np.asarray(value) for part, values in parts for name, value in values.items()}
    average = {name: np.asarray(value) for name, value in state[1].items()}
    for target, content in ((path, average), (path.with_suffix(".state.npz"), whole | {"step": np.array(step)})):
        partial = target.with_suffix(".part.npz")
        np.savez(partial, **content)
        partial.replace(target)


def resume(path):
    """(state, steps done) of a file that save() wrote."""
    content = np.load(path)
    state = tuple({} for _ in range(4))
    for part, values in zip(("parameters", "average", "first", "second"), state):
        prefix = part + "/"
        values.update({name[len(prefix):]: jnp.asarray(content[name]) for name in content if name.startswith(prefix)})
    return state, int(content["step"])


def train(options):
    steps = options.steps + options.decay_steps
    whole = [(step, 4, SIDE) if step >= steps - options.full_steps else (step, 8, SMALL_SIDE) for step in range(steps)]
    paths = find(TRAINING) if options.typefaces == "debian" else [None]
    state, done = resume(options.resume) if options.resume else (fresh_state(options.seed), 0)
    began, recent = time.monotonic(), []
    batches = stream(paths, options.seed, whole[done:], options.workers)
    for step, (pictures, targets) in enumerate(batches, done):
        rate = rate_at(step, options)
        state, terms = train_step(state, pictures, targets, rate, average_at(step), np.float32(step + 1))
        recent.append(np.asarray(terms))
        if (step + 1) % options.report == 0 or step + 1 == steps:
            box, objects, classes = np.mean(recent, 0)
            print(f"step {step + 1}/{steps}  {time.monotonic() - began:.0f} s  box {box:.3f}  "
                  f"objectness {objects:.4f}  class {classes:.4f}", flush=True)
            recent.clear()
        if (step + 1) % 200 == 0 or step + 1 == steps:
            save(options.weights, state, step + 1)


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("weights", type=Path, help="where the averaged weights go; also every 200 steps")
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--steps", type=int, default=8000, help="at the full rate")
    parser.add_argument("--decay-steps", type=int, default=3000, help="at a falling rate, after them")
    parser.add_argument("--full-steps", type=int, default=600, help=f"how many of the last see {SIDE} pixels")
    parser.add_argument("--resume", type=Path, help="the .state.npz of a run with the same seed: go on from there")
    parser.add_argument("--workers", type=int, default=1, help="processes that draw pictures")
    parser.add_argument("--report", type=int, default=50, help="steps between two lines of progress")
    parser.add_argument("--typefaces", choices=("debian", "builtin"), default="debian",
                        help="builtin: only the one inside Pillow, to try the tool without packages")
    train(parser.parse_args())


if __name__ == "__main__":
    main()
