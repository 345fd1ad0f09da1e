#include "evenreach/sources.h"
#include "evenreach/study.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

bool er_last_day(const char *text, char out[11]) {
    static const char *const ends[] = {"-31", "-30", "-29", "-28"};
    char date[11], ended[11];
    if (!er_parse_date(text, date)) return false;
    if (strlen(date) == 4) memcpy(date + 4, "-12", 4);
    /* of a month, its last day is the largest that is a date */
    for (size_t i = 0; strlen(date) == 7 && i < sizeof ends / sizeof ends[0]; i++) {
        memcpy(ended, date, 7);
        memcpy(ended + 7, ends[i], 4);
        if (er_parse_date(ended, out)) return true;
    }
    memcpy(out, date, 11);
    return true;
}

/** A month or year sorts as text right before its first day, and so stands for it. */
bool er_counts_on(const char *day, const char *date_on, const char *date_off) {
    if (!day) return true;
    return (!date_on || strcmp(date_on, day) <= 0) && (!date_off || strcmp(day, date_off) < 0);
}

void er_today(char out[11]) {
    const char *stated = getenv("SOURCE_DATE_EPOCH");
    int64_t seconds = 0;
    struct tm day;
    time_t now =
        stated && er_parse_int64(stated, &seconds) && seconds >= 0 ? (time_t)seconds : time(NULL);
    if (!gmtime_r(&now, &day) || strftime(out, 11, "%Y-%m-%d", &day) != 10)
        memcpy(out, "9999-12-31", 11); /* of no clock nothing lies in the future */
}
