"""What Python's AsyncInferQueue does in each scenario of compare.py: python_scenarios.py SCENARIO

Prints one line: ok, or what went wrong. A hang is the caller's to notice.
"""

import sys
import threading
import time

import numpy as np
import openvino as ov
from openvino import opset13 as op


def relu_or_fault():
    """y = relu(x) for k = 1; k = 5 fails in the inference."""
    x = op.parameter([1, 4], np.float32, name="x")
    k = op.parameter([], np.int32, name="k")
    relu = op.relu(x)
    top = op.topk(relu, k, 1, "max", "value")
    return ov.Model([relu.output(0), top.output(0)], [x, k], "relu_or_fault")


def difference():
    """y = a - b."""
    a = op.parameter([4], np.float32, name="a")
    b = op.parameter([4], np.float32, name="b")
    return ov.Model([op.subtract(a, b)], [a, b], "difference")


def queue_of(model, jobs):
    return ov.AsyncInferQueue(ov.Core().compile_model(model, "CPU"), jobs)


def inputs(number, fails=False):
    return {0: np.full((1, 4), number, np.float32), 1: np.array(5 if fails else 1, np.int32)}


def serves_after_a_failed_inference():
    queue = queue_of(relu_or_fault(), 2)
    queue.start_async(inputs(1, True))
    try:
        queue.wait_all()
    except RuntimeError:
        pass
    done = []
    queue.set_callback(lambda request, number: done.append(number))
    for number in range(8):
        queue.start_async(inputs(number), number)
    queue.wait_all()
    return "ok" if sorted(done) == list(range(8)) else f"{len(done)} of 8 results came"


def keeps_its_requests_after_wrong_inputs():
    queue = queue_of(relu_or_fault(), 2)
    for _ in range(4):
        try:
            queue.start_async({0: np.zeros((3, 3), np.float32)})
        except RuntimeError:
            pass
    for number in range(4):
        queue.start_async(inputs(number))
    queue.wait_all()
    return "ok"


def serves_eight_producers():
    queue = queue_of(relu_or_fault(), 4)
    lock, seen, wrong = threading.Lock(), [], []

    def note(request, number):
        with lock:
            seen.append(number)
            if not (request.get_output_tensor(0).data == number).all():
                wrong.append(number)

    queue.set_callback(note)

    def produce(first):
        for number in range(first, first + 50):
            queue.start_async(inputs(number), number)

    producers = [threading.Thread(target=produce, args=(50 * p,)) for p in range(8)]
    for producer in producers:
        producer.start()
    for producer in producers:
        producer.join()
    queue.wait_all()
    if len(seen) != 400 or len(set(seen)) != 400:
        return f"{len(set(seen))} of 400 jobs were seen, {len(seen)} times"
    return f"{len(wrong)} results of other jobs" if wrong else "ok"


def runs_callbacks_when_it_is_destroyed():
    done = []
    queue = queue_of(relu_or_fault(), 4)
    queue.set_callback(lambda request, number: done.append(number))
    for number in range(4):
        queue.start_async(inputs(number), number)
    del queue
    time.sleep(0.5)
    return "ok" if len(done) == 4 else f"{len(done)} of 4 callbacks ran"


def leaves_held_outputs_alone():
    queue = queue_of(relu_or_fault(), 1)
    held = []
    queue.set_callback(lambda request, number: held.append(request.get_output_tensor(0)))
    for number in range(4):
        queue.start_async(inputs(number), number)
        queue.wait_all()
    values = [float(tensor.data[0, 0]) for tensor in held]
    return "ok" if values == [0, 1, 2, 3] else f"outputs held from four jobs read {values}"


def refuses_a_missing_input():
    queue = queue_of(difference(), 1)
    results = []
    queue.set_callback(lambda request, _: results.append(float(request.get_output_tensor(0).data[0])))
    queue.start_async({0: np.full(4, 5, np.float32), 1: np.full(4, 2, np.float32)})
    queue.wait_all()
    try:
        queue.start_async({0: np.full(4, 9, np.float32)})
        queue.wait_all()
    except RuntimeError:
        return "ok"
    return f"it used the other job's input and gave {results[-1]}"


def refuses_an_index_out_of_range():
    queue = queue_of(relu_or_fault(), 2)
    try:
        queue[5].results
    except (IndexError, RuntimeError):
        return "ok"
    return "no error"


def starts_from_its_callback_with_one_request():
    queue = queue_of(relu_or_fault(), 1)
    done = []

    def again(request, number):
        done.append(number)
        if number < 3:
            queue.start_async(inputs(number + 1), number + 1)

    queue.set_callback(again)
    queue.start_async(inputs(0), 0)
    end = time.monotonic() + 5
    while len(done) < 4 and time.monotonic() < end:
        time.sleep(0.01)
    return "ok" if done == [0, 1, 2, 3] else f"{len(done)} of 4 callbacks ran"


def waits_for_all_although_one_failed():
    queue = queue_of(relu_or_fault(), 2)
    done = []

    def slow(request, number):
        time.sleep(0.3)
        done.append(number)

    queue.set_callback(slow)
    queue.start_async(inputs(0, True), 0)
    queue.start_async(inputs(1), 1)
    try:
        queue.wait_all()
    except RuntimeError:
        pass
    return "ok" if done == [1] else "wait_all() returned while another job ran"


if __name__ == "__main__":
    print(globals()[sys.argv[1]](), flush=True)
