"""Choosing sites: greedy and proven plans over growing reach, with time, gap and memory."""
import json
import subprocess

REACH_KM = (3, 6, 12, 16, 20)
GAP = 0.01


def measure_reach(program, reach_km):
    command = [program, "1000", "7701", "50", str(reach_km), str(GAP)]
    return json.loads(subprocess.run(command, capture_output=True, text=True, check=True).stdout)


def row(reach_km, f):
    proven = f"{f['proven_s']:.2f}" if f["gap"] <= GAP else f"not within {f['proven_s']:.2f}"
    own_mb = f["peak_mb"] - f["of_this_inputs_mb"]
    return (f"| {reach_km} | {f['pairs']:,} | {f['quick_s']:.2f} | {100 * f['quick_gap']:.2f} | "
            f"{proven} | {100 * f['gap']:.2f} | {own_mb:.1f} |")


def bench_siting(root):
    subprocess.run(["cmake", "--build", "--preset", "release", "--target", "bench_siting"],
                   cwd=root, check=True, stdout=subprocess.DEVNULL)
    program = str(root / ".build/release/tests/bench_siting")
    lines = ["| reach, km | pairs | greedy, s | its gap, % | to a gap of 1 %, s | gap, % | MB |",
             "|--:|--:|--:|--:|--:|--:|--:|"]
    lines += [row(reach, measure_reach(program, reach)) for reach in REACH_KM]
    notes = ("Maximal covering: 50 sites of 1,000 candidates for 7,701 demands with log-normal "
             "weights, two of three of both in 60 clusters, drawn with a seed on 150 x 380 km. "
             "Greedy: with exchanges and the bound of prices. Memory is what the search takes "
             "beyond its inputs.")
    return ["### Choosing sites: `er_siting_choose`", "", notes, ""] + lines
