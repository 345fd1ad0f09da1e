#include "siting/deadline.h"

#include <math.h>

static double seconds_gone(const er_siting_deadline *deadline) {
    struct timespec now;
    clock_gettime(CLOCK_MONOTONIC, &now);
    return (double)(now.tv_sec - deadline->begin.tv_sec) +
           1e-9 * (double)(now.tv_nsec - deadline->begin.tv_nsec);
}

er_siting_deadline er_siting_deadline_new(double most_seconds) {
    er_siting_deadline deadline = {.most_seconds = most_seconds};
    if (most_seconds > 0) clock_gettime(CLOCK_MONOTONIC, &deadline.begin);
    return deadline;
}

double er_siting_seconds_left(const er_siting_deadline *deadline) {
    if (!(deadline->most_seconds > 0)) return INFINITY;
    return fmax(deadline->most_seconds - seconds_gone(deadline), 0);
}

bool er_siting_is_late(const er_siting_deadline *deadline, double share) {
    if (!(deadline->most_seconds > 0)) return false;
    return seconds_gone(deadline) >= share * deadline->most_seconds;
}
