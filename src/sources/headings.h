/** What the headings of a file's columns mean. */
#ifndef EVENREACH_SOURCES_HEADINGS_H
#define EVENREACH_SOURCES_HEADINGS_H

#include "evenreach/core.h"

/** A coordinate column by its heading: its field ("lon", "lat", "x", "y", "wkt"), or null. What the
 *  heading says of the datum ("twd67" in "TWD67 X", "97" in "X_97") goes to `datum`, folded;
 *  "" if nothing. */
const char *er_heading_coordinate(er_context *ctx, const char *heading, char datum[16]);

/** As er_heading_field, but for coordinates; *rank is higher for synonyms further down the table,
 *  where the finer units stand. */
const char *er_heading_find(er_context *ctx, const char *kind, const char *heading, int *rank);

/** Do a datum hint of a heading and the name of a reference system agree ("67" and
 *  "TWD67 / TM2 zone 121")? An empty hint agrees with every name. */
bool er_datum_agrees(er_context *ctx, const char *datum, const char *crs_name);

/** One line a synonym, written as er_fold leaves it: small letters, no spaces, no punctuation.
 *  Kind "*" is for every kind, "antennas" for stations and sectors; else kinds are those of
 *  er_input. */
typedef struct er_heading {
    const char *kind;
    const char *field;
    const char *synonym;
} er_heading;
extern const er_heading er_headings[]; /**< headings_table.c */
extern const int er_heading_count;

#endif
