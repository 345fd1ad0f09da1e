"""Inequality: all figures with bootstrap resamples, beside the same figures in numpy."""
import csv
import json
import math
import random
import sys
from pathlib import Path

from measure import measure

SEED = 12
VILLAGES = 7701
RESAMPLES = 1000
GROWTH = (10_000, 100_000, 1_000_000)  # rows, on which as many times fewer resamples are drawn
GROWTH_DRAWN = 100_000_000  # rows drawn in all, at most GROWTH_RESAMPLES of them
GROWTH_RESAMPLES = 1000
FLOOR = 0.5
PEER = Path(__file__).with_name("numpy_equity.py")


def write_table(path, rows):
    """Shares of persons served under persons, some of them 0, in 22 counties: like villages."""
    draw = random.Random(SEED + rows)
    with open(path, "w", newline="") as file:
        table = csv.writer(file, lineterminator="\n")
        table.writerow(["share", "persons", "county", "density"])
        for _ in range(rows):
            county = draw.randrange(22)
            served = 0 if draw.random() < 0.05 else draw.betavariate(2 + county / 8, 1.2)
            table.writerow([f"{served:.6f}", 1 + int(draw.lognormvariate(7, 0.8)), county,
                            f"{math.exp(draw.gauss(6 + served, 1.5)):.9f}"])


def command_of(program, table, *more):
    return [program, "equity", str(table), "--value", "share", "--weight", "persons", "--group",
            "county", "--order", "density", "--floor", str(FLOOR), "--threads", "1", "-q",
            "--json", *more]


def measured(what, command, options, answer):
    print(f"equity, {what}", file=sys.stderr, flush=True)
    figure = measure(command, options.repeats, options.limit, answer)
    if figure.failed:
        sys.exit(f"bench: equity, {what}: {figure.failed}")
    return figure, json.loads(answer.read_bytes())


def line(name, figure, base):
    times = f"{figure.cpu_seconds / base.cpu_seconds:.1f}"
    return (f"| {name} | {figure.seconds:.2f} | {figure.cpu_seconds:.2f} | {figure.peak_mb:.0f} | "
            f"{times} |")


def check_agreement(ours, theirs):
    """The same table must give the same figures, and ends that differ by chance alone."""
    for name, value in theirs["figures"].items():
        figure = ours["fgt"][name[-1]] if name.startswith("fgt_") else ours[name]
        if abs(figure - value) > 1e-9 * max(1, abs(value)):
            sys.exit(f"bench: equity: {name} is {figure}, numpy has {value}")
        low, high = theirs["ci"][name]
        interval = ours["ci"][name]
        for end, other in ((interval["low"], low), (interval["high"], high)):
            if abs(end - other) > 0.35 * (high - low):
                sys.exit(f"bench: equity: an end of {name} is {end}, numpy has {other}")


def bench_villages(program, folder, options):
    table = folder / f"table_{VILLAGES}.csv"
    write_table(table, VILLAGES)
    answer = folder / "answer.json"
    draws = ("--resamples", str(RESAMPLES))
    alone, _ = measured("no resamples", command_of(program, table), options, answer)
    whole, _ = measured("studentised", command_of(program, table, *draws), options, answer)
    plain, ours = measured("percentile", command_of(program, table, *draws, "--interval",
                                                    "percentile"), options, answer)
    peer = ["/usr/bin/env", "OMP_NUM_THREADS=1", "OPENBLAS_NUM_THREADS=1", "/usr/bin/python3",
            str(PEER), str(table), str(FLOOR)]
    idle, _ = measured("numpy, no resamples", peer + ["0"], options, answer)
    theirs, found = measured("numpy", peer + [str(RESAMPLES)], options, answer)
    check_agreement(ours, found)
    ratio = ((theirs.cpu_seconds - idle.cpu_seconds) /
             max(plain.cpu_seconds - alone.cpu_seconds, 0.01))
    return ["| what | seconds | processor seconds | peak MB | times percentile |",
            "|---|--:|--:|--:|--:|",
            line("evenreach, figures alone", alone, plain),
            line("evenreach, percentile intervals", plain, plain),
            line("evenreach, studentised intervals", whole, plain),
            line("numpy, figures alone", idle, plain),
            line("numpy, percentile intervals", theirs, plain),
            "", f"Less reading and starting, numpy takes {ratio:.0f} times the processor time."]


def bench_growth(program, folder, options):
    lines = ["| rows | resamples | seconds | of which resampling | ns a row and resample |",
             "|--:|--:|--:|--:|--:|"]
    answer = folder / "answer.json"
    for rows in GROWTH:
        table = folder / f"table_{rows}.csv"
        write_table(table, rows)
        draws = min(GROWTH_RESAMPLES, GROWTH_DRAWN // rows)
        alone, _ = measured(f"{rows:,} rows", command_of(program, table), options, answer)
        whole, _ = measured(f"{rows:,} rows, {draws} resamples",
                            command_of(program, table, "--resamples", str(draws)), options, answer)
        spent = whole.cpu_seconds - alone.cpu_seconds
        lines.append(f"| {rows:,} | {draws:,} | {whole.cpu_seconds:.2f} | {spent:.2f} | "
                     f"{1e9 * spent / rows / draws:.0f} |")
        table.unlink()
    return lines


def bench_equity(program, folder, options):
    folder = folder / "equity"
    folder.mkdir(parents=True, exist_ok=True)
    notes = (f"`evenreach equity` on a made table of {VILLAGES:,} rows like villages (shares under "
             f"persons, 22 groups, an order, a floor), one thread: all figures with {RESAMPLES:,} "
             f"resamples, reading and starting included. numpy: the same figures by the usual "
             f"formulas (sorting for Gini, sums by group), with percentile intervals, in a loop "
             f"over resamples. The figures agree to 1e-9, and no end of an interval differs by "
             f"more than chance.")
    return (["### Inequality: `evenreach equity`", "", notes, ""] +
            bench_villages(program, folder, options) +
            ["", "Rows in great numbers, studentised intervals, one thread:", ""] +
            bench_growth(program, folder, options))
