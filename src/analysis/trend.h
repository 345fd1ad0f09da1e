/** The parts of the trend. */
#ifndef EVENREACH_ANALYSIS_TREND_H
#define EVENREACH_ANALYSIS_TREND_H

#include "evenreach/analysis.h"

/** A year of the trend. */
typedef struct er_trend_year {
    int64_t year;
    char day[11]; /**< its last one, or the study's day within it */
} er_trend_year;

/** The years that a study asks for, or that the data are of (study.time); ER_ERR_INPUT where no row
 *  states a date, or none of the years asked for has anything dated. They live in the arena. */
er_status er_trend_years(er_context *ctx, er_store *store, er_arena *arena, const er_study *study,
                         er_trend_year **years, size_t *count);

/** Rows gathered; `items` is freed by er_free, the texts live in the arena of the step. */
typedef struct er_trend_rows {
    er_trend_row *items;
    size_t count;
    size_t capacity;
} er_trend_rows;

/** The figures of one year, from runs that are rolled back. *parameters (may be null) gets those of
 *  its coverage run. */
er_status er_trend_of_year(er_context *ctx, er_store *store, er_arena *arena, const er_study *study,
                           const er_trend_year *year, er_trend_rows *rows, const char **parameters);

#endif
