"""Whole-number random draws, the same on every machine."""

MASK = (1 << 64) - 1


class SplitMix:
    """SplitMix64 (Steele, Lea, Flood: Fast Splittable Pseudorandom Number Generators, OOPSLA 2014,
    figure 14)."""

    def __init__(self, seed):
        self.state = seed & MASK

    def bits(self):
        self.state = (self.state + 0x9E3779B97F4A7C15) & MASK
        z = self.state
        z = ((z ^ (z >> 30)) * 0xBF58476D1CE4E5B9) & MASK
        z = ((z ^ (z >> 27)) * 0x94D049BB133111EB) & MASK
        return z ^ (z >> 31)

    def below(self, n):
        """Uniform in 0 to n - 1, by rejection."""
        limit = (1 << 64) - (1 << 64) % n
        while True:
            draw = self.bits()
            if draw < limit:
                return draw % n

    def pick(self, weighted):
        """A value of a list of (value, whole-number weight)."""
        draw = self.below(sum(weight for _, weight in weighted))
        for value, weight in weighted:
            if draw < weight:
                return value
            draw -= weight
        raise AssertionError("unreachable")

    def shuffle(self, items):
        """Fisher and Yates."""
        for i in range(len(items) - 1, 0, -1):
            j = self.below(i + 1)
            items[i], items[j] = items[j], items[i]


def largest_remainder(total, weights):
    """Share a whole number in proportion to whole-number weights (Hamilton's method), exactly; equal
    remainders go to the earlier entry."""
    whole = sum(weights)
    shares = [total * weight // whole for weight in weights]
    order = sorted(range(len(weights)), key=lambda i: (-(total * weights[i] % whole), i))
    for i in order[: total - sum(shares)]:
        shares[i] += 1
    return shares
