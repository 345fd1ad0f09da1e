#include "evenreach/core.h"

#include <math.h>

static const uint64_t golden_gamma = 0x9E3779B97F4A7C15u;

/** Output function of SplitMix64 (variant 13 of Stafford's mixers). */
static uint64_t mix(uint64_t z) {
    z = (z ^ (z >> 30)) * 0xBF58476D1CE4E5B9u;
    z = (z ^ (z >> 27)) * 0x94D049BB133111EBu;
    return z ^ (z >> 31);
}

er_random er_random_stream(uint64_t seed, uint64_t stream) {
    er_random random = {mix(mix(seed + golden_gamma) + stream * golden_gamma), 0};
    return random;
}

uint64_t er_random_bits(er_random *random) {
    return mix(random->key + ++random->counter * golden_gamma);
}

double er_random_unit(er_random *random) {
    return (double)(er_random_bits(random) >> 11) * 0x1p-53;
}

uint64_t er_random_below(er_random *random, uint64_t n) {
    uint64_t limit = UINT64_MAX - UINT64_MAX % n;
    uint64_t bits;
    do
        bits = er_random_bits(random);
    while (bits >= limit);
    return bits % n;
}

double er_random_normal(er_random *random) {
    double radius = sqrt(-2.0 * log(1.0 - er_random_unit(random)));
    return radius * cos(2.0 * 3.14159265358979323846 * er_random_unit(random));
}
