"""Python's AsyncInferQueue at work for queue_overhead: overhead_worker.py MODEL REQUESTS data|nothing

For each line on standard input, a time in seconds, it keeps the queue busy for that long from one thread and answers
with the microseconds a job.
"""

import sys
import threading
import time

import numpy as np
import openvino as ov


def main():
    model, requests, what = sys.argv[1:]
    compiled = ov.Core().compile_model(model, "CPU", {"PERFORMANCE_HINT": "THROUGHPUT"})
    queue = ov.AsyncInferQueue(compiled, int(requests))
    data = {0: np.zeros(compiled.input().shape, compiled.input().element_type.to_dtype())} if what == "data" else None
    done = 0

    def count(request, userdata):
        nonlocal done
        done += 1

    queue.set_callback(count)
    for line in sys.stdin:
        end = threading.Event()

        def produce():
            while not end.is_set():
                queue.start_async(data)

        producer = threading.Thread(target=produce)
        producer.start()
        time.sleep(0.02)
        begun, before = time.perf_counter(), done
        time.sleep(float(line))
        us = (time.perf_counter() - begun) / max(1, done - before) * 1e6
        end.set()
        producer.join()
        queue.wait_all()
        print(us, flush=True)


if __name__ == "__main__":
    main()
