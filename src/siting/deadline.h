/** The seconds that a caller gives a search, asked of one clock throughout. */
#ifndef EVENREACH_SITING_DEADLINE_H
#define EVENREACH_SITING_DEADLINE_H

#include <stdbool.h>
#include <time.h>

/** {0}: there is none. */
typedef struct er_siting_deadline {
    double most_seconds; /**< 0: no limit, and then the clock is never looked at */
    struct timespec begin;
} er_siting_deadline;

/** Begins now. */
er_siting_deadline er_siting_deadline_new(double most_seconds);
/** Seconds left, 0 or more; INFINITY without a limit. */
double er_siting_seconds_left(const er_siting_deadline *deadline);
/** Is this share of the time gone? Never without a limit. */
bool er_siting_is_late(const er_siting_deadline *deadline, double share);

#endif
