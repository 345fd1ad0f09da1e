"""The figures of `evenreach equity` in numpy, with percentile intervals: TABLE FLOOR RESAMPLES."""
import csv
import json
import sys

import numpy as np


def read(path):
    with open(path, newline="") as file:
        rows = list(csv.DictReader(file))
    column = lambda name: np.array([float(row[name]) for row in rows])
    return column("share"), column("persons"), column("county").astype(int), column("density")


def rank_index(x, w, by):
    """Twice the covariance of values and fractional ranks over the mean: Gini if by = x."""
    order = np.argsort(by, kind="stable")
    p = w[order] / w.sum()
    rank = np.cumsum(p) - p / 2
    mean = np.dot(p, x[order])
    return 2 * np.dot(p * (x[order] - mean), rank) / mean


def xlogx(r):
    return np.where(r > 0, r * np.log(np.where(r > 0, r, 1)), 0)


def palma(x, w):
    order = np.argsort(x, kind="stable")
    below = np.concatenate([[0], np.cumsum(w[order])])
    held = np.concatenate([[0], np.cumsum(w[order] * x[order])])
    poor, rest = np.interp([0.4 * below[-1], 0.9 * below[-1]], below, held)
    return (held[-1] - rest) / poor


def figures(x, w, group, order, floor):
    p = w / w.sum()
    mean = np.dot(p, x)
    r = x / mean
    theil_t = np.dot(p, xlogx(r))
    group_p = np.bincount(group, p)
    group_s = np.bincount(group, p * r)
    ratio = np.divide(group_s, group_p, out=np.zeros_like(group_p), where=group_p > 0)
    between = np.dot(group_p, xlogx(ratio))
    gap = np.where(x < floor, (floor - x) / floor, 0)
    return {"mean": mean, "gini": rank_index(x, w, x), "theil_t": theil_t,
            "atkinson": 1 - np.dot(p, np.sqrt(r)) ** 2, "palma": palma(x, w),
            "hoover": np.dot(p, np.abs(r - 1)) / 2, "hhi": np.sum((p * r) ** 2),
            "cv": np.sqrt(np.dot(p, (r - 1) ** 2)), "concentration": rank_index(x, w, order),
            "fgt_0": np.dot(p, x < floor), "fgt_1": np.dot(p, gap), "fgt_2": np.dot(p, gap ** 2),
            "theil_t_between": between, "theil_t_within": theil_t - between}


def main():
    x, w, group, order = read(sys.argv[1])
    floor, resamples = float(sys.argv[2]), int(sys.argv[3])
    found = figures(x, w, group, order, floor)
    generator = np.random.default_rng(1)
    drawn = []
    for _ in range(resamples):
        rows = generator.integers(0, len(x), len(x))
        drawn.append(list(figures(x[rows], w[rows], group[rows], order[rows], floor).values()))
    ends = np.percentile(drawn, [2.5, 97.5], axis=0).T.tolist() if drawn else []
    json.dump({"figures": {name: float(value) for name, value in found.items()},
               "ci": dict(zip(found, ends))}, sys.stdout)


main()
