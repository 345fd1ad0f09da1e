/* Which stations and pilots count. */
#include "analysis/day.h"

#include <stdio.h>
#include <string.h>

/* Words as registers write them; letters' case, spaces and hyphens do not count. */
static const char *const in_service[] = {
    "in_service", "inservice", "active", "operational", "operating", "in_operation", "live",
    "on_air",     "onair",     "on",     "existing",    "啟用",      "已啟用",       "啟用中",
    "使用中",     "運轉中",    "營運中", "服務中",      "現役",      NULL,
};
static const char *const planned[] = {
    "planned", "planning", "proposed", "approved", "under_construction",
    "future",  "規劃",     "規劃中",   "計畫",     "計畫中",
    "預定",    "預計",     "籌備中",   "籌設中",   "建置中",
    "興建中",  "核准",     NULL,
};
static const char *const closed[] = {
    "closed",         "decommissioned", "retired", "removed", "dismantled",
    "out_of_service", "inactive",       "off_air", "off",     "停用",
    "已停用",         "除役",           "已除役",  "拆除",    "已拆除",
    "關閉",           "已關閉",         "終止",    "已終止",  NULL,
};

/** Compare with spaces and hyphens of `stated` read as underscores. */
static bool same_word(const char *known, const char *stated) {
    char word[64];
    size_t length = strlen(stated);
    er_trim(&stated, &length);
    if (length >= sizeof word) return false;
    memcpy(word, stated, length);
    word[length] = '\0';
    for (char *c = word; *c; c++)
        if (*c == ' ' || *c == '-') *c = '_';
    return er_same_text(known, word);
}

static bool is_of(const char *const *words, const char *stated) {
    for (; *words; words++)
        if (same_word(*words, stated)) return true;
    return false;
}

bool er_station_in_service(const er_station *station) {
    return !station->status || is_of(in_service, station->status);
}

/* ---- on a day -------------------------------------------------------------------------------- */

static const char *day_of(const er_study *study) {
    return study ? study->time.as_of : NULL;
}

static er_day_verdict by_dates(const char *day, const char *date_on, const char *date_off) {
    if (!er_counts_on(day, date_on, NULL)) return ER_DAY_LATER;
    return er_counts_on(day, NULL, date_off) ? ER_DAY_COUNTS : ER_DAY_ENDED;
}

/** Planned rows count from their date on, and so only with one. */
static bool plan_counts(const er_study *study, const char *date_on) {
    return study->time.planned && date_on;
}

er_day_verdict er_station_on_day(const er_study *study, const er_station *station) {
    const char *day = day_of(study), *status = station->status;
    er_day_verdict dates = by_dates(day, station->date_on, station->date_off);
    if (dates != ER_DAY_COUNTS) return dates;
    if (er_station_in_service(station)) return ER_DAY_COUNTS;
    if (!day) return ER_DAY_STATUS;
    if (is_of(planned, status) && plan_counts(study, station->date_on)) return ER_DAY_COUNTS;
    /* what is closed by now was there until its end, which is still to come on the day */
    return is_of(closed, status) && station->date_off ? ER_DAY_COUNTS : ER_DAY_STATUS;
}

bool er_station_counts(const er_study *study, const er_station *station) {
    return er_station_on_day(study, station) == ER_DAY_COUNTS;
}

const char *er_pilot_begin(const er_pilot *pilot, char year[8]) {
    if (pilot->date_on) return pilot->date_on;
    if (pilot->year < 1 || pilot->year > 9999) return NULL;
    snprintf(year, 8, "%04d", (int)pilot->year);
    return year;
}

bool er_pilot_is_planned(const er_pilot *pilot) {
    return pilot->status && is_of(planned, pilot->status);
}

/** Of the pilots that began by the day, those that the study asks for. */
static er_day_verdict by_period(const er_study *study, const char *begin, const char *date_off) {
    const char *day = study->time.as_of, *pilots = study->time.pilots;
    if (!pilots) return by_dates(day, begin, date_off);
    if (!er_counts_on(day, begin, NULL)) return ER_DAY_LATER;
    if (strcmp(pilots, ER_PILOTS_OF_YEAR) != 0) return ER_DAY_COUNTS;
    return begin && strncmp(begin, day, 4) == 0 ? ER_DAY_COUNTS : ER_DAY_ENDED;
}

er_day_verdict er_pilot_on_day(const er_study *study, const er_pilot *pilot) {
    char year[8];
    const char *begin = er_pilot_begin(pilot, year);
    if (!day_of(study)) return ER_DAY_COUNTS;
    er_day_verdict dates = by_period(study, begin, pilot->date_off);
    if (dates != ER_DAY_COUNTS) return dates;
    if (!er_pilot_is_planned(pilot)) return ER_DAY_COUNTS;
    return plan_counts(study, begin) ? ER_DAY_COUNTS : ER_DAY_STATUS;
}

bool er_pilot_counts(const er_study *study, const er_pilot *pilot) {
    return er_pilot_on_day(study, pilot) == ER_DAY_COUNTS;
}
