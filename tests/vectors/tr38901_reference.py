#!/usr/bin/env python3
"""Write the tr38901_*.csv tables beside this file, straight from the formulas of 3GPP TR 38.901
(tables 7.4.1-1, 7.4.2-1, 7.4.3-1 and 7.4.3-2), one function per cell of the tables, in GHz, Hz and
metres as they are printed there. It shares nothing with the C code. The effective environment
height is 1 m throughout (note 1 of table 7.4.1-1)."""
import csv
import itertools
import pathlib
from math import exp, log10, pi, sqrt

C = 3.0e8
HERE = pathlib.Path(__file__).parent


def d_3d(d2, hbs, hut):
    return sqrt(d2**2 + (hbs - hut) ** 2)


def rma_bp(fc, hbs, hut):
    return 2 * pi * hbs * hut * (fc * 1e9) / C


def urban_bp(fc, hbs, hut, he=1.0):
    return 4 * (hbs - he) * (hut - he) * (fc * 1e9) / C


def rma_pl1(d, fc, h):
    return (20 * log10(40 * pi * d * fc / 3) + min(0.03 * h**1.72, 10) * log10(d)
            - min(0.044 * h**1.72, 14.77) + 0.002 * log10(h) * d)


def rma_los(d2, fc, hbs, hut, w, h):
    d3, bp = d_3d(d2, hbs, hut), rma_bp(fc, hbs, hut)
    if d2 <= bp:
        return rma_pl1(d3, fc, h), 4
    return rma_pl1(bp, fc, h) + 40 * log10(d3 / bp), 6


def rma_nlos(d2, fc, hbs, hut, w, h):
    d3 = d_3d(d2, hbs, hut)
    own = (161.04 - 7.1 * log10(w) + 7.5 * log10(h) - (24.37 - 3.7 * (h / hbs) ** 2) * log10(hbs)
           + (43.42 - 3.1 * log10(hbs)) * (log10(d3) - 3) + 20 * log10(fc)
           - (3.2 * (log10(11.75 * hut)) ** 2 - 4.97))
    return max(rma_los(d2, fc, hbs, hut, w, h)[0], own), 8


def uma_los(d2, fc, hbs, hut, *_):
    d3, bp = d_3d(d2, hbs, hut), urban_bp(fc, hbs, hut)
    if d2 <= bp:
        return 28.0 + 22 * log10(d3) + 20 * log10(fc), 4
    return 28.0 + 40 * log10(d3) + 20 * log10(fc) - 9 * log10(bp**2 + (hbs - hut) ** 2), 4


def uma_nlos(d2, fc, hbs, hut, *_):
    own = 13.54 + 39.08 * log10(d_3d(d2, hbs, hut)) + 20 * log10(fc) - 0.6 * (hut - 1.5)
    return max(uma_los(d2, fc, hbs, hut)[0], own), 6


def umi_los(d2, fc, hbs, hut, *_):
    d3, bp = d_3d(d2, hbs, hut), urban_bp(fc, hbs, hut)
    if d2 <= bp:
        return 32.4 + 21 * log10(d3) + 20 * log10(fc), 4
    return 32.4 + 40 * log10(d3) + 20 * log10(fc) - 9.5 * log10(bp**2 + (hbs - hut) ** 2), 4


def umi_nlos(d2, fc, hbs, hut, *_):
    own = 35.3 * log10(d_3d(d2, hbs, hut)) + 22.4 + 21.3 * log10(fc) - 0.3 * (hut - 1.5)
    return max(umi_los(d2, fc, hbs, hut)[0], own), 7.82


def rma_p(d2, hut):
    return 1 if d2 <= 10 else exp(-(d2 - 10) / 1000)


def uma_p(d2, hut):
    if d2 <= 18:
        return 1
    c = 0 if hut <= 13 else ((hut - 13) / 10) ** 1.5
    p = ((18 / d2 + exp(-d2 / 63) * (1 - 18 / d2))
         * (1 + c * 5 / 4 * (d2 / 100) ** 3 * exp(-d2 / 150)))
    return min(p, 1)  # just behind 18 m the printed product passes 1 by up to 0.007


def umi_p(d2, hut):
    return 1 if d2 <= 18 else 18 / d2 + exp(-d2 / 36) * (1 - 18 / d2)


ENVIRONMENTS = {
    "rma": (rma_los, rma_nlos, rma_p),
    "uma": (uma_los, uma_nlos, uma_p),
    "umi": (umi_los, umi_nlos, umi_p),
}


def loss(environment, sight, d2, fc, hbs, hut, w, h):
    los_model, nlos_model, probability = ENVIRONMENTS[environment]
    los, sigma_los = los_model(d2, fc, hbs, hut, w, h)
    nlos, sigma_nlos = nlos_model(d2, fc, hbs, hut, w, h)
    if sight == "yes":
        return los, sigma_los
    if sight == "no":
        return nlos, sigma_nlos
    p = probability(d2, hut)
    mean = p * los + (1 - p) * nlos
    second_moment = p * (sigma_los**2 + los**2) + (1 - p) * (sigma_nlos**2 + nlos**2)
    return mean, sqrt(second_moment - mean**2)


def cases():
    distances = [10, 17.5, 18, 47, 150, 333.3, 1000, 2345.6, 5000]
    rma = itertools.product(distances + [10000], [0.7, 2.1, 6, 28],
                            [(35, 1.5, 20, 5), (10, 1, 50, 50), (150, 10, 5, 12), (60, 3, 33, 27)])
    for d2, fc, (hbs, hut, w, h) in rma:
        yield "rma", d2, fc, hbs, hut, w, h
    for environment, usual, other in (("uma", 25, 47.3), ("umi", 10, 6.2)):
        urban = itertools.product(distances, [0.7, 3.5, 28, 100],
                                  [(usual, 1.5), (usual, 5.4), (other, 1.5), (usual, 13.5),
                                   (usual, 22.5)])
        for d2, fc, (hbs, hut) in urban:
            yield environment, d2, fc, hbs, hut, 20, 5


def write(name, header, rows):
    with open(HERE / name, "w", newline="") as file:
        out = csv.writer(file, lineterminator="\n")
        out.writerow(header)
        out.writerows(rows)


def number(x):
    return format(x, ".10f")


def main():
    # every sight takes its turn, so that a table of a few hundred rows has all combinations
    rows = []
    for i, (environment, d2, fc, hbs, hut, w, h) in enumerate(cases()):
        for sight in (("yes", "no"), ("no", "expected"), ("expected", "yes"))[i % 3]:
            result, sigma = loss(environment, sight, d2, fc, hbs, hut, w, h)
            rows.append([environment, sight, d2, round(fc * 1000, 6), hbs, hut, w, h,
                         number(result), number(sigma)])
    write("tr38901_path_loss.csv",
          ["environment", "los", "distance_m", "freq_mhz", "tx_height_m", "rx_height_m",
           "street_m", "building_m", "loss_db", "sigma_db"], rows)

    write("tr38901_los_probability.csv", ["environment", "distance_m", "rx_height_m", "probability"],
          [[environment, d2, hut, format(float(ENVIRONMENTS[environment][2](d2, hut)), ".14f")]
           for environment in ENVIRONMENTS
           for d2 in (0, 9.9, 10.1, 18, 18.1, 60, 150, 450, 1000, 5000)
           for hut in (1.5, 13, 13.5, 18, 22.5, 23)])

    write("tr38901_breakpoint.csv",
          ["environment", "freq_mhz", "tx_height_m", "rx_height_m", "breakpoint_m"],
          [[environment, freq, hbs, hut,
            number((rma_bp if environment == "rma" else urban_bp)(freq / 1000, hbs, hut))]
           for environment in ENVIRONMENTS for freq in (700, 3500, 28000)
           for hbs in (10, 25, 35) for hut in (1.5, 4, 10)])

    materials = {"glass": lambda f: 2 + 0.2 * f, "irr": lambda f: 23 + 0.3 * f,
                 "concrete": lambda f: 5 + 4 * f}

    def through(f, parts):
        return 5 - 10 * log10(sum(share * 10 ** (-materials[m](f) / 10) for share, m in parts))

    walls = {"low": ([(0.3, "glass"), (0.7, "concrete")], 4.4),
             "high": ([(0.7, "irr"), (0.3, "concrete")], 6.5)}
    write("tr38901_indoor.csv", ["building", "freq_mhz", "depth_m", "loss_db", "sigma_db"],
          [[name, freq, depth, number(through(freq / 1000, parts) + 0.5 * depth), sigma]
           for name, (parts, sigma) in walls.items() for freq in (700, 2100, 3500, 28000, 60000)
           for depth in (0, 3.3, 25)]
          + [["vehicle", freq, 0, number(9.0), 5] for freq in (700, 28000)])


if __name__ == "__main__":
    main()
