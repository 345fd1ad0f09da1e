"""What-if answers on the bundled study: opening the run, then one question after the other."""
import json
import subprocess

from venues import covered_workspace

QUESTIONS = 1000


def bench_whatif(program, root, gisdata, folder):
    subprocess.run(["cmake", "--build", "--preset", "release", "--target", "bench_whatif"],
                   cwd=root, check=True, stdout=subprocess.DEVNULL)
    workspace = covered_workspace(program, gisdata, folder, gisdata / "study.yaml")
    command = [str(root / ".build/release/tests/bench_whatif"), str(workspace), str(QUESTIONS)]
    figures = json.loads(subprocess.run(command, capture_output=True, text=True, check=True).stdout)
    lines = ["| question | median ms | 99th of 100, ms | slowest, ms |", "|---|--:|--:|--:|"]
    for key, name in (("add", "a station added"), ("remove", "a station removed")):
        f = figures[key]
        lines.append(f"| {name} | {f['median_ms']:.2f} | {f['p99_ms']:.2f} | {f['max_ms']:.2f} |")
    notes = (f"The bundled study, {figures['stations']:,} stations, 7,701 villages, discs; every "
             f"stratum before and after, exact. Opened once in {figures['open_s']:.2f} s; then "
             f"{figures['questions']:,} places beside stations, and as many stations, drawn with a "
             "seed; processor time of one thread.")
    return ["### What a station more or less would do: `evenreach whatif`", "", notes, ""] + lines
