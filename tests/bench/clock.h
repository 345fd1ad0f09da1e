/** Time for the benchmarks. */
#ifndef EVENREACH_BENCH_CLOCK_H
#define EVENREACH_BENCH_CLOCK_H

#include <time.h>

static inline double seconds_of(clockid_t clock) {
    struct timespec now;
    clock_gettime(clock, &now);
    return (double)now.tv_sec + 1e-9 * (double)now.tv_nsec;
}

static inline double seconds(void) {
    return seconds_of(CLOCK_MONOTONIC);
}

/** Of the processor, which counts nothing of other programs. */
static inline double processor_seconds(void) {
    return seconds_of(CLOCK_PROCESS_CPUTIME_ID);
}

#endif
