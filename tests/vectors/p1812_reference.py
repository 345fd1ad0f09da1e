#!/usr/bin/env python3
"""Recommendation ITU-R P.1812-6 worked step by step, apart from the library's own code.

Everything is computed for every path, with plain loops over the points and each equation as it
is printed. Two uses:

  p1812_reference.py --write        write p1812_paths.txt beside this file: paths and their losses
  p1812_reference.py --check DIR    compare with a validation set: DIR/cases.csv and its profiles

Numbers of equations are those of the Recommendation.
"""
import csv
import math
import os
import sys


def inverse_normal(x):
    """Attachment 2."""
    x = min(max(x, 0.000001), 0.999999)
    if x > 0.5:
        return -inverse_normal(1 - x)
    t = math.sqrt(-2 * math.log(x))
    c = ((0.010328 * t + 0.802853) * t + 2.515516698) / (
        ((0.001308 * t + 0.189269) * t + 1.432788) * t + 1)
    return t - c


class Path:
    """One path: inputs as keyword arguments, `profile` a list of (d km, h m, R m, zone)."""

    def __init__(self, profile, **given):
        self.d = [float(p[0]) for p in profile]
        self.h = [float(p[1]) for p in profile]
        self.clutter = [float(p[2]) for p in profile]
        self.zone = [int(p[3]) for p in profile]
        self.inner = range(1, len(profile) - 1)
        self.g = [h + r for h, r in zip(self.h, self.clutter)]
        self.g[0], self.g[-1] = self.h[0], self.h[-1]
        self.length = self.d[-1]
        for key, value in given.items():
            setattr(self, key, value)
        self.f = self.f_mhz / 1000
        self.wavelength = 0.2998 / self.f
        self.hts = self.h[0] + self.tx_h_m
        self.hrs = self.h[-1] + self.rx_h_m
        self.q = {}

    # -- section 3 -----------------------------------------------------------------------------

    def owned(self, i):
        """Length of the path that counts as point i's: half the way to either neighbour."""
        left = (self.d[i] - self.d[i - 1]) / 2 if i > 0 else 0
        right = (self.d[i + 1] - self.d[i]) / 2 if i < len(self.d) - 1 else 0
        return left + right

    def longest(self, wanted):
        best = run = 0
        for i, zone in enumerate(self.zone):
            run = run + self.owned(i) if zone in wanted else 0
            best = max(best, run)
        return best

    def coast_distance(self, indices):
        """Land walked from one end until the first sea point's half way; 500 km without sea."""
        walked = 0
        for i in indices:
            if self.zone[i] == 1:
                return walked
            walked += self.owned(i)
        return 500

    def middle_latitude(self):
        if self.tx_lat is None:
            return 45
        radians = math.radians
        lat1, lat2 = radians(self.tx_lat), radians(self.rx_lat)
        turn = radians(self.rx_lon - self.tx_lon)
        # vectors on the unit sphere: walk half the length from the first towards the second
        a = (math.cos(lat1), 0.0, math.sin(lat1))
        b = (math.cos(lat2) * math.cos(turn), math.cos(lat2) * math.sin(turn), math.sin(lat2))
        dot = sum(x * y for x, y in zip(a, b))
        t = [y - dot * x for x, y in zip(a, b)]
        norm = math.sqrt(sum(x * x for x in t))
        arc = self.length / 2 / 6371
        z = a[2] * math.cos(arc) + (t[2] / norm * math.sin(arc) if norm > 0 else 0)
        return math.degrees(math.asin(z))

    def meteorology(self):
        q = self.q
        q['ae'] = 157 / (157 - self.dn) * 6371
        q['ab'] = 3 * 6371
        q['omega'] = sum(self.owned(i) for i, z in enumerate(self.zone) if z == 1) / self.length
        q['dtm'] = self.longest((3, 4))
        q['dlm'] = self.longest((4,))
        count = len(self.d)
        q['dct'] = self.coast_distance(range(count)) if self.dct is None else self.dct
        q['dcr'] = self.coast_distance(range(count - 1, -1, -1)) if self.dcr is None else self.dcr
        if self.zone[0] == 1:
            q['dct'] = 0
        if self.zone[-1] == 1:
            q['dcr'] = 0
        phi = q['phi'] = self.middle_latitude()
        tau = q['tau'] = 1 - math.exp(-(4.12e-4 * q['dlm'] ** 2.41))                    # (3)
        mu1 = (10 ** (-q['dtm'] / (16 - 6.6 * tau)) + 10 ** (-5 * (0.496 + 0.354 * tau))) ** 0.2
        mu1 = min(mu1, 1)                                                              # (2)
        if abs(phi) <= 70:
            mu4 = mu1 ** (-0.935 + 0.0176 * abs(phi))                                  # (4)
            q['b0'] = 10 ** (-0.015 * abs(phi) + 1.67) * mu1 * mu4                     # (5)
        else:
            q['b0'] = 4.17 * mu1 * mu1 ** 0.3

    # -- section 5: profile analysis ---------------------------------------------------------------

    def horizons(self):
        q, d, h, big = self.q, self.d, self.h, self.length
        ae = q['ae']
        angle_tr = 1000 * math.atan((self.hrs - self.hts) / (1000 * big) - big / (2 * ae))
        angle_rt = 1000 * math.atan((self.hts - self.hrs) / (1000 * big) - big / (2 * ae))
        from_tx = {i: 1000 * math.atan((h[i] - self.hts) / (1000 * d[i]) - d[i] / (2 * ae))
                   for i in self.inner}
        q['los'] = not from_tx or max(from_tx.values()) <= angle_tr
        if not q['los']:
            from_rx = {i: 1000 * math.atan((h[i] - self.hrs) / (1000 * (big - d[i]))
                                           - (big - d[i]) / (2 * ae)) for i in self.inner}
            q['theta_t'] = max(from_tx.values())
            q['theta_r'] = max(from_rx.values())
            self.lt = min(i for i in self.inner if from_tx[i] == q['theta_t'])
            self.lr = max(i for i in self.inner if from_rx[i] == q['theta_r'])
            q['dlt'], q['dlr'] = d[self.lt], big - d[self.lr]
        else:
            q['theta_t'], q['theta_r'] = angle_tr, angle_rt
            self.lt = self.lr = None
            q['dlt'] = q['dlr'] = big / 2
            if from_tx:
                nus = {i: self.nu(h[i], d[i], self.hts, self.hrs, ae) for i in self.inner}
                top = max(nus.values())
                self.lt = self.lr = max(i for i in self.inner if nus[i] == top)
                q['dlt'], q['dlr'] = d[self.lt], big - d[self.lt]
        q['theta'] = 1000 * big / ae + q['theta_t'] + q['theta_r']

    def smooth_surface(self):
        q, d, h, big = self.q, self.d, self.h, self.length
        v1 = v2 = 0
        for i in range(1, len(d)):
            v1 += (d[i] - d[i - 1]) * (h[i] + h[i - 1])
            v2 += (d[i] - d[i - 1]) * (h[i] * (2 * d[i] + d[i - 1]) + h[i - 1] * (d[i] + 2 * d[i - 1]))
        fit_t = (2 * v1 * big - v2) / big ** 2
        fit_r = (v2 - v1 * big) / big ** 2
        above = {i: h[i] - (self.hts * (big - d[i]) + self.hrs * d[i]) / big for i in self.inner}
        hobs = max(above.values(), default=-1)
        hstp, hsrp = fit_t, fit_r
        if hobs > 0:
            alpha_t = max(above[i] / d[i] for i in self.inner)
            alpha_r = max(above[i] / (big - d[i]) for i in self.inner)
            hstp = fit_t - hobs * alpha_t / (alpha_t + alpha_r)
            hsrp = fit_r - hobs * alpha_r / (alpha_t + alpha_r)
        q['hstd'], q['hsrd'] = min(hstp, h[0]), min(hsrp, h[-1])
        hst, hsr = min(fit_t, h[0]), min(fit_r, h[-1])
        q['hte'], q['hre'] = self.hts - hst, self.hrs - hsr
        slope = (hsr - hst) / big
        q['hm'] = 0
        if self.lt is not None:
            q['hm'] = max(h[i] - (hst + slope * d[i]) for i in range(self.lt, self.lr + 1))

    # -- section 4.3: diffraction -------------------------------------------------------------------

    def nu(self, z, x, tx, rx, radius):
        big = self.length
        above = z + 500 * x * (big - x) / radius - (tx * (big - x) + rx * x) / big
        return above * math.sqrt(0.002 * big / (self.wavelength * x * (big - x)))      # (15)

    def bullington(self, heights, tx, rx, radius):
        d, big = self.d, self.length
        curve = 500 / radius
        nu = -math.inf
        if len(self.inner):
            stim = max((heights[i] + curve * d[i] * (big - d[i]) - tx) / d[i] for i in self.inner)
            if stim < (rx - tx) / big:
                nu = max(self.nu(heights[i], d[i], tx, rx, radius) for i in self.inner)
            else:
                srim = max((heights[i] + curve * d[i] * (big - d[i]) - rx) / (big - d[i])
                           for i in self.inner)
                x = (rx - tx + srim * big) / (stim + srim)                             # (18)
                above = tx + stim * x - (tx * (big - x) + rx * x) / big
                nu = above * math.sqrt(0.002 * big / (self.wavelength * x * (big - x)))  # (19)
        edge = 0
        if nu > -0.78:
            edge = 6.9 + 20 * math.log10(math.sqrt((nu - 0.1) ** 2 + 1) + nu - 0.1)    # (12)
        return edge + (1 - math.exp(-edge / 6)) * (10 + 0.02 * big)                    # (21)

    def first_term_over(self, permittivity, conductivity, radius, tx, rx):
        f = self.f
        loss = 18 * conductivity / f
        k = 0.036 * (radius * f) ** (-1 / 3) * ((permittivity - 1) ** 2 + loss ** 2) ** (-1 / 4)
        if self.pol == 'v':
            k *= (permittivity ** 2 + loss ** 2) ** 0.5                                # (29)
        beta = (1 + 1.6 * k ** 2 + 0.67 * k ** 4) / (1 + 4.5 * k ** 2 + 1.53 * k ** 4)
        x = 21.88 * beta * (f / radius ** 2) ** (1 / 3) * self.length                  # (31)
        if x >= 1.6:
            fx = 11 + 10 * math.log10(x) - 17.6 * x
        else:
            fx = -20 * math.log10(x) - 5.6488 * x ** 1.425                             # (33)
        total = -fx
        for height in (tx, rx):
            b = beta * 0.9575 * beta * (f ** 2 / radius) ** (1 / 3) * height           # (32)
            if b > 2:
                gain = 17.6 * (b - 1.1) ** 0.5 - 5 * math.log10(b - 1.1) - 8
            else:
                gain = 20 * math.log10(b + 0.1 * b ** 3)                               # (35)
            total -= max(gain, 2 + 20 * math.log10(k))
        return total

    def first_term(self, radius, tx, rx):
        w = self.q['omega']
        return (w * self.first_term_over(80, 5, radius, tx, rx)
                + (1 - w) * self.first_term_over(22, 0.003, radius, tx, rx))           # (28)

    def spherical(self, radius, tx, rx):
        big = self.length
        if big >= math.sqrt(2 * radius) * (math.sqrt(0.001 * tx) + math.sqrt(0.001 * rx)):
            return self.first_term(radius, tx, rx)
        c = (tx - rx) / (tx + rx)
        m = 250 * big ** 2 / (radius * (tx + rx))
        b = 2 * math.sqrt((m + 1) / (3 * m)) * math.cos(
            math.pi / 3 + math.acos(3 * c / 2 * math.sqrt(3 * m / (m + 1) ** 3)) / 3)   # (24)
        d1 = big / 2 * (1 + b)
        d2 = big - d1
        hse = ((tx - 500 * d1 ** 2 / radius) * d2 + (rx - 500 * d2 ** 2 / radius) * d1) / big
        hreq = 17.456 * math.sqrt(d1 * d2 * self.wavelength / big)                     # (25)
        if hse > hreq:
            return 0
        marginal = 500 * (big / (math.sqrt(tx) + math.sqrt(rx))) ** 2                  # (26)
        first = self.first_term(marginal, tx, rx)
        return (1 - hse / hreq) * first if first >= 0 else 0                           # (27)

    def delta_bullington(self, radius):
        tx, rx = self.hts - self.q['hstd'], self.hrs - self.q['hsrd']
        actual = self.bullington(self.g, self.hts, self.hrs, radius)
        smooth = self.bullington([0] * len(self.d), tx, rx, radius)
        return actual + max(self.spherical(radius, tx, rx) - smooth, 0)                # (39)

    # -- sections 4.2, 4.4 to 4.9 ---------------------------------------------------------------------

    def ducting(self):
        q, f, big, p = self.q, self.f, self.length, self.time_pct
        alf = 45.375 - 137 * f + 92.5 * f ** 2 if f < 0.5 else 0
        shield = couple = theta1 = 0
        for theta, horizon, coast, height in (
                (q['theta_t'], q['dlt'], q['dct'], self.hts),
                (q['theta_r'], q['dlr'], q['dcr'], self.hrs)):
            excess = theta - 0.1 * horizon
            if excess > 0:
                shield += (20 * math.log10(1 + 0.361 * excess * (f * horizon) ** 0.5)
                           + 0.264 * excess * f ** (1 / 3))                            # (48)
            if q['omega'] >= 0.75 and coast <= horizon and coast <= 5:
                couple += -3 * math.exp(-0.25 * coast ** 2) * (1 + math.tanh(0.07 * (50 - height)))
            theta1 += min(theta, 0.1 * horizon)
        af = 102.45 + 20 * math.log10(f) + 20 * math.log10(q['dlt'] + q['dlr']) + alf + shield + couple
        theta1 += 1000 * big / q['ae']
        alpha = max(-0.6 - 3.5e-9 * big ** 3.1 * q['tau'], -3.4)
        mu2 = (500 / q['ae'] * big ** 2 / (q['hte'] ** 0.5 + q['hre'] ** 0.5) ** 2) ** alpha
        mu2 = min(mu2, 1)
        di = min(big - q['dlt'] - q['dlr'], 40)
        mu3 = math.exp(-4.6e-5 * (q['hm'] - 10) * (43 + 6 * di)) if q['hm'] > 10 else 1
        beta = q['b0'] * mu2 * mu3                                                     # (54)
        lb = math.log10(beta)
        gamma = 1.076 / (2.0058 - lb) ** 1.012 * math.exp(
            -(9.51 - 4.8 * lb + 0.198 * lb ** 2) * 1e-6 * big ** 1.13)                 # (53a)
        ap = -12 + (1.2 + 3.7e-3 * big) * math.log10(p / beta) + 12 * (p / beta) ** gamma
        return af + 5e-5 * q['ae'] * f ** (1 / 3) * theta1 + ap                        # (46)

    def loss(self):
        q, f, big, p = self.q, self.f, self.length, self.time_pct
        self.meteorology()
        self.horizons()
        self.smooth_surface()
        w = q['omega']
        slant2 = big ** 2 + ((self.hts - self.hrs) / 1000) ** 2
        q['lbfs'] = 92.4 + 20 * math.log10(f) + 10 * math.log10(slant2)                # (8)
        focus = 2.6 * (1 - math.exp(-0.1 * (q['dlt'] + q['dlr'])))
        q['lb0p'] = q['lbfs'] + focus * math.log10(p / 50)
        lb0b = q['lbfs'] + focus * math.log10(q['b0'] / 50)
        q['ld50'] = self.delta_bullington(q['ae'])
        ldb = self.delta_bullington(q['ab'])
        if p >= 50:
            fi = 0
        elif p > q['b0']:
            fi = inverse_normal(p / 100) / inverse_normal(q['b0'] / 100)
        else:
            fi = 1
        q['ldp'] = q['ld50'] + (ldb - q['ld50']) * fi                                  # (41)
        lbd50 = q['lbfs'] + q['ld50']
        lbd = q['lb0p'] + q['ldp']
        q['lbs'] = (190.1 + 25 * math.log10(f) - 2.5 * math.log10(f / 2) ** 2 + 20 * math.log10(big)
                    + 0.573 * q['theta'] - 0.15 * self.n0 - 10.125 * math.log10(50 / p) ** 0.7)
        q['lba'] = self.ducting()
        fj = 1 - 0.5 * (1 + math.tanh(3 * 0.8 * (q['theta'] - 0.3) / 0.3))             # (57)
        fk = 1 - 0.5 * (1 + math.tanh(3 * 0.5 * (big - 20) / 20))                      # (58)
        if p < q['b0']:
            lmin = q['lb0p'] + (1 - w) * q['ldp']
        else:
            lmin = lbd50 + (lb0b + (1 - w) * q['ldp'] - lbd50) * fi                    # (59)
        high = max(q['lba'], q['lb0p'])
        lminbap = high + 2.5 * math.log(sum(math.exp((x - high) / 2.5)
                                            for x in (q['lba'], q['lb0p'])))           # (60)
        lbda = lbd if lminbap > lbd else lminbap + (lbd - lminbap) * fk                # (61)
        lbam = lbda + (lmin - lbda) * fj                                               # (62)
        low = min(q['lbs'], lbam)
        lbc = low - 5 * math.log10(sum(10 ** (-0.2 * (x - low)) for x in (q['lbs'], lbam)))
        lloc = 0
        if self.zone[-1] != 1 and self.loc_pct != 50:
            lloc = -inverse_normal(self.loc_pct / 100) * self.sigma                    # (67)
        q['lb'] = max(q['lb0p'], lbc + lloc)                                           # (69)
        return q['lb']


def check(folder):
    worst = 0
    with open(os.path.join(folder, 'cases.csv'), encoding='utf-8') as file:
        for case in csv.DictReader(file):
            with open(os.path.join(folder, case['profile']), encoding='utf-8') as points:
                profile = [tuple(map(float, row)) for row in list(csv.reader(points))[1:]]
            number = {k: float(v) for k, v in case.items() if k not in ('profile', 'pol')}
            path = Path(profile, f_mhz=number['f_mhz'], time_pct=number['time_pct'],
                        loc_pct=number['loc_pct'], sigma=number['sigma_loc_db'],
                        tx_lat=number['tx_lat'], tx_lon=number['tx_lon'],
                        rx_lat=number['rx_lat'], rx_lon=number['rx_lon'],
                        tx_h_m=number['tx_h_m'], rx_h_m=number['rx_h_m'], pol=case['pol'],
                        dn=number['dn'], n0=number['n0'], dct=number['dct_km'], dcr=number['dcr_km'])
            off = abs(path.loss() - number['loss_db'])
            worst = max(worst, off)
            for key in ('lbfs', 'lb0p', 'ld50', 'ldp', 'lbs', 'lba'):
                worst = max(worst, abs(path.q[key] - number[key + '_db']))
            worst = max(worst, abs(path.q['b0'] - number['b0_pct']))
    print(f'worst difference {worst:.3g}')
    return worst < 1e-6


def profile(length, count, ground, clutter=lambda x: 0, zone=lambda x: 4):
    """Points at even steps; every figure rounded, so that the table holds it whole."""
    points = []
    for i in range(count):
        x = round(length * i / (count - 1), 6)
        points.append((x, round(ground(x), 1), round(clutter(x), 1), zone(x)))
    return points


def hills(height, *waves):
    return lambda x: height * (1 + sum(math.sin(2 * math.pi * x / w + w) / (k + 1)
                                       for k, w in enumerate(waves)) / 2)


def edge(base, *peaks):
    """A plain with knife edges: (place km, width km, height m)."""
    return lambda x: base + sum(h for at, width, h in peaks if abs(x - at) <= width / 2)


def town(height, step):
    return lambda x: height * (1 + math.floor(x / step) % 4) / 4 if math.floor(x / step) % 3 else 0


def sea_between(start, end, coast=0):
    def zone(x):
        if start <= x <= end:
            return 1
        return 3 if start - coast <= x <= end + coast else 4
    return zone


def paths():
    flat = lambda x: 20
    sea = lambda x: 1
    zero = lambda x: 0
    usual = {'f_mhz': 700, 'time_pct': 50, 'loc_pct': 50, 'sigma': 5.5, 'tx_lat': 25.03,
             'tx_lon': 121.56, 'rx_lat': 25.2, 'rx_lon': 121.7, 'tx_h_m': 30, 'rx_h_m': 10,
             'pol': 'v', 'dn': 45, 'n0': 325, 'dct': None, 'dcr': None}

    def path(name, points, **changes):
        return name, points, {**usual, **changes}

    ridge = edge(50, (6, 0.4, 320))
    two = edge(100, (8, 0.5, 400), (21, 0.5, 350))
    strait = profile(150, 121, lambda x: 0 if 4 <= x <= 143 else 30,
                     zone=sea_between(4, 143, 10))
    yield path('two points', [(0, 10, 0, 4), (0.03, 11, 0, 4)], f_mhz=3500)
    yield path('two points, sea', [(0, 0, 0, 1), (12, 0, 0, 1)], f_mhz=30, tx_h_m=12, rx_h_m=3)
    yield path('three points', [(0, 10, 0, 4), (0.2, 25, 5, 4), (0.5, 12, 0, 4)], f_mhz=6000)
    yield path('very short, line of sight', profile(0.25, 9, flat), f_mhz=2600, rx_h_m=1.5)
    yield path('very short, houses', profile(0.6, 21, flat, town(18, 0.06)), f_mhz=3500,
               rx_h_m=1.5, time_pct=20, loc_pct=95)
    yield path('flat, line of sight', profile(8, 81, flat), f_mhz=1800, tx_h_m=80, rx_h_m=40)
    yield path('flat, low antennas', profile(8, 81, flat), f_mhz=1800, tx_h_m=8, rx_h_m=1.5)
    yield path('flat, long', profile(90, 91, flat), f_mhz=450, pol='h', time_pct=10)
    yield path('flat, clutter', profile(15, 151, flat, town(12, 0.5)), f_mhz=900, rx_h_m=1.5,
               loc_pct=90, sigma=8)
    yield path('knife edge', profile(14, 141, ridge), f_mhz=700, pol='h')
    yield path('knife edge, 6 GHz', profile(14, 141, ridge), f_mhz=6000, time_pct=1)
    yield path('knife edge, 30 MHz', profile(14, 141, ridge), f_mhz=30, time_pct=1)
    yield path('two edges', profile(30, 121, two), f_mhz=2100, time_pct=30, loc_pct=10)
    yield path('edge just below the line', profile(14, 141, edge(50, (6, 0.4, 26))), f_mhz=900)
    yield path('hills', profile(40, 161, hills(180, 11, 3.1, 0.9)), f_mhz=3500, rx_h_m=1.5)
    yield path('hills, clutter', profile(40, 161, hills(180, 11, 3.1, 0.9), town(20, 1)),
               f_mhz=3500, rx_h_m=1.5, time_pct=5, loc_pct=70, sigma=6)
    yield path('high mountains', profile(60, 121, hills(1900, 37, 13, 5)), f_mhz=150, pol='h',
               tx_h_m=250, rx_h_m=60, time_pct=3)
    yield path('down from a peak', profile(25, 101, lambda x: 2400 / (1 + x) + 10), f_mhz=2600,
               rx_h_m=1.5)
    yield path('open sea', profile(70, 71, zero, zone=sea), f_mhz=700, time_pct=1, dct=0, dcr=0)
    yield path('open sea, high', profile(70, 71, zero, zone=sea), f_mhz=2100, tx_h_m=300,
               rx_h_m=25, time_pct=10)
    yield path('open sea, horizontal', profile(200, 101, zero, zone=sea), f_mhz=100, pol='h',
               time_pct=1, loc_pct=80)
    yield path('strait', strait, f_mhz=600, time_pct=1)
    yield path('strait, coast given', strait, f_mhz=600, time_pct=1, dct=0.4, dcr=4.9, tx_h_m=20)
    yield path('strait, half of the time', strait, f_mhz=600, pol='h', dn=60, n0=350)
    near = profile(60, 121, lambda x: 0 if 2 <= x <= 57 else 12, zone=sea_between(2, 57, 10))
    yield path('sea with coasts near', near, f_mhz=900, time_pct=1, tx_h_m=15, rx_h_m=20)
    yield path('sea, coast given too far', near, f_mhz=900, time_pct=1, dct=5.2, dcr=5.4)
    yield path('sea behind a cliff', profile(60, 121, lambda x: (60 if x == 1 or x == 59 else 5)
                                             if x < 3 or x > 57.5 else 0,
                                             zone=sea_between(3, 57.5)),
               f_mhz=900, time_pct=1, dct=2.7, dcr=2.2)
    yield path('from a ship, coast given all the same',
               profile(60, 121, lambda x: 0 if x < 56 else 9, zone=sea_between(0, 55.5)),
               f_mhz=900, time_pct=1, tx_h_m=12, dct=4, dcr=4.1)
    yield path('to a ship, coast given all the same',
               profile(60, 121, lambda x: 0 if x > 4 else 9, zone=sea_between(4.5, 60)),
               f_mhz=900, time_pct=1, rx_h_m=12, dct=4.1, dcr=4)
    yield path('sea, close and of low frequency', [(0, 0, 0, 1), (1.7, 0, 0, 1)], f_mhz=30,
               tx_h_m=250, rx_h_m=1)
    yield path('coast', profile(50, 101, lambda x: 5 + x / 5, zone=lambda x: 3), f_mhz=400,
               time_pct=15)
    yield path('sea to land', profile(45, 91, lambda x: max(0, 3 * (x - 30)),
                                      zone=sea_between(0, 30, 5)), f_mhz=1500, time_pct=7)
    yield path('land to sea', profile(45, 91, lambda x: max(0, 4 * (15 - x)),
                                      zone=sea_between(15, 45, 5)), f_mhz=1500, time_pct=7,
               loc_pct=99)
    yield path('islands', profile(120, 121, lambda x: 40 if math.floor(x / 9) % 5 == 0 else 0,
                                  zone=lambda x: 4 if math.floor(x / 9) % 5 == 0 else 1),
               f_mhz=900, time_pct=2)
    yield path('very long, sea', profile(1500, 301, zero, zone=sea), f_mhz=60, time_pct=1,
               tx_lat=10, rx_lat=20, tx_lon=-60, rx_lon=-50)
    yield path('very long, land', profile(2900, 291, hills(300, 700, 90, 23)), f_mhz=200,
               time_pct=1, tx_lat=50, rx_lat=60, tx_lon=60, rx_lon=99)
    yield path('far north', profile(60, 61, hills(90, 15, 4)), f_mhz=800, time_pct=1,
               tx_lat=71, rx_lat=71.4, tx_lon=20, rx_lon=21)
    yield path('far south', profile(60, 61, hills(90, 15, 4)), f_mhz=800, time_pct=1,
               tx_lat=-46, rx_lat=-46.4, tx_lon=169, rx_lon=169.5)
    yield path('latitude not known', profile(60, 61, hills(90, 15, 4)), f_mhz=800, time_pct=1,
               tx_lat=None, tx_lon=None, rx_lat=None, rx_lon=None)
    yield path('less refraction', profile(35, 71, hills(60, 9, 2)), f_mhz=1200, dn=-20, time_pct=40)
    yield path('more refraction', profile(35, 71, hills(60, 9, 2)), f_mhz=1200, dn=140, time_pct=40)
    yield path('below sea level', profile(20, 81, lambda x: -390 + 3 * math.sin(x)), f_mhz=1900)
    yield path('uneven steps', [(round(0.02 * i * i, 6), round(80 + 60 * math.sin(i / 2), 1),
                                 (i * 7) % 15, 4) for i in range(40)], f_mhz=2300, time_pct=25)


def write():
    name = os.path.join(os.path.dirname(os.path.abspath(__file__)), 'p1812_paths.txt')
    keys = ('b0', 'theta', 'dlt', 'dlr', 'hm', 'ld50', 'ldp', 'lba', 'lbs')
    text = lambda value: 'nan' if value is None else repr(value)
    with open(name, 'w', encoding='utf-8', newline='\n') as out:
        out.write('# Paths and their losses by P.1812-6, written by p1812_reference.py --write.\n'
                  '# path: name | f_mhz time_pct loc_pct sigma_loc_db tx_lat tx_lon rx_lat rx_lon\n'
                  '#   tx_h_m rx_h_m pol dn n0 dct_km dcr_km | points | loss_db\n'
                  f'#   {" ".join(keys)}; then a line for each point: distance_km ground_m\n'
                  '#   clutter_m zone\n')
        for title, points, given in paths():
            path = Path(points, **given)
            loss = path.loss()
            order = ('f_mhz', 'time_pct', 'loc_pct', 'sigma', 'tx_lat', 'tx_lon', 'rx_lat', 'rx_lon',
                     'tx_h_m', 'rx_h_m', 'pol', 'dn', 'n0', 'dct', 'dcr')
            inputs = ' '.join(given[k] if k == 'pol' else text(given[k]) for k in order)
            results = ' '.join(f'{path.q[k]:.12g}' for k in keys)
            out.write(f'path {title} | {inputs} | {len(points)} | {loss:.12g} {results}\n')
            for x, h, r, zone in points:
                out.write(f'{x!r} {h!r} {r!r} {zone}\n')
    return True


if __name__ == '__main__':
    if sys.argv[1:] == ['--write']:
        sys.exit(0 if write() else 1)
    if len(sys.argv) == 3 and sys.argv[1] == '--check':
        sys.exit(0 if check(sys.argv[2]) else 1)
    sys.exit(__doc__)
