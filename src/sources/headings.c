#include "sources/headings.h"

#include "evenreach/sources.h"
#include "sources/fold.h"

#include <stdlib.h>
#include <string.h>

/** Index of a synonym, or -1. */
static int find_index(const char *kind, const char *folded) {
    for (int i = 0; i < er_heading_count; i++)
        if (strcmp(er_headings[i].kind, kind) == 0 && strcmp(er_headings[i].synonym, folded) == 0)
            return i;
    return -1;
}

static const char *find_heading(const char *kind, const char *folded) {
    int i = find_index(kind, folded);
    return i < 0 ? NULL : er_headings[i].field;
}

/** Take a datum's name (letters and two to four digits, or two digits alone) out of a folded
 *  heading, from its front or its back. False if there is none. */
static bool take_datum(char *folded, char datum[16]) {
    size_t length = strlen(folded), digits = 0, letters = 0;
    /* in front: "twd67x", "67x" */
    while (letters < length && folded[letters] >= 'a' && folded[letters] <= 'z')
        letters++;
    while (letters + digits < length && folded[letters + digits] >= '0' &&
           folded[letters + digits] <= '9')
        digits++;
    size_t front = letters + digits;
    if (digits >= 2 && digits <= 4 && letters <= 6 && front < length) {
        memcpy(datum, folded, front);
        datum[front] = '\0';
        memmove(folded, folded + front, length - front + 1);
        return true;
    }
    /* behind: "xtwd67", "x67", "經度wgs84": the letters may belong to the heading, so each start
     * of the datum's name is tried, the longest name first, until the rest is a heading */
    size_t end = length;
    while (end > 0 && folded[end - 1] >= '0' && folded[end - 1] <= '9')
        end--;
    digits = length - end;
    if (digits < 2 || digits > 4) return false;
    size_t start = end;
    while (start > 0 && end - start < 6 && folded[start - 1] >= 'a' && folded[start - 1] <= 'z')
        start--;
    for (; start <= end; start++) {
        if (start == 0) continue;
        char rest = folded[start];
        folded[start] = '\0';
        bool known = find_heading("*", folded) != NULL;
        folded[start] = rest;
        if (!known) continue;
        memcpy(datum, folded + start, length - start);
        datum[length - start] = '\0';
        folded[start] = '\0';
        return true;
    }
    return false;
}

const char *er_heading_coordinate(er_context *ctx, const char *heading, char datum[16]) {
    char *folded = NULL;
    datum[0] = '\0';
    if (er_fold(ctx, heading, &folded) != ER_OK) return NULL;
    const char *field = find_heading("*", folded);
    if (!field && take_datum(folded, datum)) field = find_heading("*", folded);
    er_free(folded);
    static const char *const coordinates[] = {"lon", "lat", "x", "y", "wkt"};
    for (size_t i = 0; field && i < sizeof coordinates / sizeof coordinates[0]; i++)
        if (strcmp(field, coordinates[i]) == 0) return coordinates[i];
    return NULL;
}

bool er_datum_agrees(er_context *ctx, const char *datum, const char *crs_name) {
    if (!datum[0]) return true;
    char *folded = NULL;
    if (er_fold(ctx, crs_name, &folded) != ER_OK) return false;
    bool named = datum[0] >= 'a';
    size_t length = strlen(datum), at = 0;
    if (!named) /* digits alone: those behind the letters that the name begins with */
        while (folded[at] >= 'a' && folded[at] <= 'z')
            at++;
    bool agrees = strncmp(folded + at, datum, length) == 0;
    er_free(folded);
    return agrees;
}

const char *er_heading_find(er_context *ctx, const char *kind, const char *heading, int *rank) {
    char *folded = NULL;
    if (er_fold(ctx, heading, &folded) != ER_OK) return NULL;
    *rank = find_index(kind, folded);
    bool has_antennas = strcmp(kind, "stations") == 0 || strcmp(kind, "sectors") == 0;
    if (*rank < 0 && has_antennas) *rank = find_index("antennas", folded);
    if (*rank < 0) *rank = find_index("*", folded);
    er_free(folded);
    return *rank < 0 ? NULL : er_headings[*rank].field;
}

const char *er_heading_field(const char *kind, const char *heading) {
    er_context *ctx = NULL;
    if (er_context_new(&ctx) != ER_OK) return NULL;
    char datum[16];
    int rank;
    const char *field = er_heading_find(ctx, kind, heading, &rank);
    if (!field) field = er_heading_coordinate(ctx, heading, datum);
    er_context_free(ctx);
    return field;
}
