"""Processes that are measured in turn, so that what else the machine does hits all of them alike."""

import json
import os
import re
import statistics
import subprocess


class Worker:
    """A process that answers a line with its time and result; see worker.py."""

    def __init__(self, name, command):
        self.name = name
        self.command = command
        self.times = []
        self.result = None
        self.peak = None
        # Whatever the surroundings say of threads and kernels, everybody gets as many threads as there are processors.
        environment = {key: value for key, value in os.environ.items() if key != "OPENBLAS_CORETYPE"}
        threads = str(len(os.sched_getaffinity(0)))
        environment |= {"OMP_NUM_THREADS": threads, "MKL_NUM_THREADS": threads, "PYTHONUNBUFFERED": "1"}
        self.process = subprocess.Popen(
            command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True, env=environment
        )

    def ask(self):
        self.process.stdin.write("\n")
        self.process.stdin.flush()
        line = self.process.stdout.readline()
        if not line:
            raise SystemExit(f"{self.name} ended without an answer: {' '.join(self.command)}")
        answer = json.loads(line)
        self.result = answer["result"]
        return answer["seconds"]

    def close(self):
        """Notes the most memory that the process has held, in MB, and ends it."""
        with open(f"/proc/{self.process.pid}/status") as status:
            self.peak = int(re.search(r"VmHWM:\s+(\d+) kB", status.read())[1]) / 1024
        self.process.stdin.close()
        self.process.wait()

    @property
    def seconds(self):
        return statistics.median(self.times)


def measure(workers, rounds):
    """Medians: once without a clock, because compilers run then, and `rounds` times in turn."""
    for worker in workers:
        worker.ask()
    for _ in range(rounds):
        for worker in workers:
            worker.times.append(worker.ask())
    for worker in workers:
        worker.close()
