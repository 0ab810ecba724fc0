"""What a command costs: CPU of its process tree, wall time, and peak memory.

GNU time starts each command: a child of Python would be charged with the memory of Python itself, since the
peak counts from the fork on. The least of several runs is taken for CPU and wall, the most for memory;
candidates take turns, so that a busy machine is busy for all of them.
"""

import dataclasses
import os
import pathlib
import subprocess
import tempfile
import time

import places


@dataclasses.dataclass
class Cost:
    cpu: float
    wall: float
    memory: float  # MiB

    def then(self, other):
        return Cost(self.cpu + other.cpu, self.wall + other.wall, max(self.memory, other.memory))

    def best(self, other):
        return Cost(min(self.cpu, other.cpu), min(self.wall, other.wall), max(self.memory, other.memory))


@dataclasses.dataclass
class Job:
    """Commands that together do one piece of work, and what must be gone before they start."""

    commands: list
    outputs: tuple = ()


def once(command):
    """The cost of one run, which must end with status 0."""
    with tempfile.TemporaryDirectory(dir=places.WORK) as folder:
        report = pathlib.Path(folder) / "report"
        errors = pathlib.Path(folder) / "errors"
        timed = [places.need_tool("time"), "--quiet", "-f", "%M", "-o", str(report), *map(str, command)]
        with errors.open("wb") as stderr:
            began = time.monotonic()
            process = subprocess.Popen(
                timed,
                env=places.environment(),
                stdin=subprocess.DEVNULL,
                stdout=subprocess.DEVNULL,
                stderr=stderr,
            )
            _, status, usage = os.wait4(process.pid, 0)
            wall = time.monotonic() - began
        process.returncode = os.waitstatus_to_exitcode(status)
        if process.returncode != 0:
            tail = errors.read_text(errors="replace")[-500:]
            raise RuntimeError(f"{command[0]} ended with status {process.returncode}: {tail}")
        return Cost(usage.ru_utime + usage.ru_stime, wall, int(report.read_text().split()[-1]) / 1024)


def race(jobs, runs=3):
    """The cost of each named job, at its best."""
    costs = {}
    for _ in range(runs):
        for name, job in jobs.items():
            for output in job.outputs:
                pathlib.Path(output).unlink(missing_ok=True)
            cost = Cost(0, 0, 0)
            for command in job.commands:
                cost = cost.then(once(command))
            costs[name] = costs[name].best(cost) if name in costs else cost
    return costs


def start_up(command, runs=21):
    """The least wall time of a command that does nothing, in seconds."""
    least = float("inf")
    for _ in range(runs):
        began = time.monotonic()
        null = [(os.POSIX_SPAWN_OPEN, 1, "/dev/null", os.O_WRONLY, 0)]
        process = os.posix_spawn(command[0], command, places.environment(), file_actions=null)
        _, status = os.waitpid(process, 0)
        least = min(least, time.monotonic() - began)
        if status != 0:
            raise RuntimeError(f"{command[0]} ended with status {os.waitstatus_to_exitcode(status)}")
    return least
