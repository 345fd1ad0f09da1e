"""Run a command a few times and take the median of its time, processor time and peak memory."""
import os
import statistics
import subprocess
import tempfile
from dataclasses import dataclass


@dataclass
class Figure:
    """Medians over the repeats; `failed` says why there are none."""

    seconds: float = 0.0
    cpu_seconds: float = 0.0
    peak_mb: float = 0.0
    failed: str = ""


def once(command, limit, output, source):
    """One run under /usr/bin/time and timeout: seconds, processor seconds, peak megabytes."""
    with tempfile.NamedTemporaryFile("r") as report:
        whole = ["/usr/bin/time", "-q", "-o", report.name, "-f", "%e %U %S %M"]
        whole += ["timeout", str(limit)] + command
        with open(output, "wb") as out, open(source or os.devnull, "rb") as inp:
            result = subprocess.run(whole, stdout=out, stdin=inp, stderr=subprocess.PIPE)
        if result.returncode == 124:
            return f"more than {limit} s"
        if result.returncode != 0:
            lines = result.stderr.decode(errors="replace").strip().splitlines()
            return "failed: " + (lines[-1] if lines else f"exit code {result.returncode}")
        wall, user, system, kilobytes = report.read().split()
    return float(wall), float(user) + float(system), float(kilobytes) / 1024


def measure_in_turn(commands, repeats, limit):
    """Figures of several commands by name. They take turns, so that all of them meet the machine
    in the same moods."""
    runs = {name: [] for name in commands}
    failed = {}
    for _ in range(repeats):
        for name, command in commands.items():
            run = once(command, limit, os.devnull, None) if name not in failed else ""
            if isinstance(run, str):
                failed.setdefault(name, run)
            else:
                runs[name].append(run)
    return {name: Figure(failed=failed[name]) if name in failed
            else Figure(*(statistics.median(column) for column in zip(*runs[name])))
            for name in commands}


def measure(command, repeats, limit, output=os.devnull, source=None, before=None):
    """`before` is called ahead of every run, untimed. The first failure ends it."""
    runs = []
    for _ in range(repeats):
        if before:
            before()
        run = once(command, limit, output, source)
        if isinstance(run, str):
            return Figure(failed=run)
        runs.append(run)
    return Figure(*(statistics.median(column) for column in zip(*runs)))
