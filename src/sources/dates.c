#include "evenreach/sources.h"

#include <stdio.h>
#include <string.h>
#include <time.h>

/** Year 1 of the calendar of the Republic of China is 1912. */
enum { ROC_OFFSET = 1911 };

/** A year of two digits is one of the Republic from 60 (1971) on; a smaller one may as well be
 *  short for 20xx, and is no date. */
enum { SHORT_YEAR_MIN = 60 };

static bool is_leap(int year) {
    return (year % 4 == 0 && year % 100 != 0) || year % 400 == 0;
}

static bool is_day(int year, int month, int day) {
    static const int days[] = {31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31};
    if (year < 1 || year > 9999 || month < 1 || month > 12 || day < 1) return false;
    return day <= days[month - 1] + (month == 2 && is_leap(year));
}

/** Parts that are zero are not stated: a year alone, or a year and a month. */
static bool write_date(int year, int month, int day, char out[11]) {
    if (day && !month) return false;
    if (!is_day(year, month ? month : 1, day ? day : 1)) return false;
    char text[40];
    int length = snprintf(text, sizeof text, "%04d-%02d-%02d", year, month, day);
    if (length != 10) return false;
    memcpy(out, text, 11);
    if (!day) out[month ? 7 : 4] = '\0';
    return true;
}

/** Up to `limit` digits; how many there were goes to *digits. */
static int take_number(const char **text, size_t limit, size_t *digits) {
    int value = 0;
    for (*digits = 0; *digits < limit && **text >= '0' && **text <= '9'; ++*digits)
        value = 10 * value + (*(*text)++ - '0');
    return value;
}

static bool take_word(const char **text, const char *word) {
    size_t length = strlen(word);
    if (strncmp(*text, word, length) != 0) return false;
    *text += length;
    return true;
}

static bool is_clock(const char *text) {
    /* the time of day behind a date is read over: "T00:00:00", " 8:30", "T12:00:00.5+08:00" */
    if (*text != 'T' && *text != ' ') return false;
    return strspn(text + 1, "0123456789:.+-Z ") == strlen(text + 1);
}

/** Digits alone: 20240430, 202404, 2024, and with years of the Republic 1130430, 11304, 113. */
static bool compact(const char *text, size_t length, char out[11]) {
    int value = 0;
    if (length > 8) return false;
    for (size_t i = 0; i < length; i++)
        value = 10 * value + (text[i] - '0');
    switch (length) {
    case 8:
        return write_date(value / 10000, value / 100 % 100, value % 100, out) && value % 100 > 0;
    case 7:
        return value % 100 > 0 && value / 100 % 100 > 0 &&
               write_date(value / 10000 + ROC_OFFSET, value / 100 % 100, value % 100, out);
    case 6: /* year and month; no year of the Republic has two digits here: "990430" is one */
        if (value / 100 >= 1900 && value / 100 < 2200 && value % 100 >= 1 && value % 100 <= 12)
            return write_date(value / 100, value % 100, 0, out);
        return value / 10000 >= SHORT_YEAR_MIN && value % 100 > 0 && value / 100 % 100 > 0 &&
               write_date(value / 10000 + ROC_OFFSET, value / 100 % 100, value % 100, out);
    case 5:
        return value % 100 > 0 && write_date(value / 100 + ROC_OFFSET, value % 100, 0, out);
    case 4:
        return write_date(value, 0, 0, out);
    case 3:
        return write_date(value + ROC_OFFSET, 0, 0, out);
    default:
        return false;
    }
}

/** Seconds since 1970, in UTC: nine to eleven digits. */
static bool unix_seconds(const char *text, size_t length, char out[11]) {
    if (length < 9 || length > 11) return false;
    long long seconds = 0;
    for (size_t i = 0; i < length; i++)
        seconds = 10 * seconds + (text[i] - '0');
    time_t when = (time_t)seconds;
    struct tm day;
    if (!gmtime_r(&when, &day)) return false;
    return write_date(day.tm_year + 1900, day.tm_mon + 1, day.tm_mday, out);
}

/** A date as it is worded: up to three numbers and the mark behind each. */
struct worded {
    bool republic;
    int parts[3];
    size_t digits[3];
    const char *marks[3]; /**< null: none */
    size_t count;
    const char *rest; /**< what stands behind */
};

static void read_words(const char *text, struct worded *date) {
    static const char *const marks[] = {"-", "/", ".", "年", "月", "日"};
    *date = (struct worded){0};
    take_word(&text, "中華");
    date->republic = take_word(&text, "民國");
    while (date->count < 3) {
        size_t i = date->count;
        const char *start = text;
        if (i == 0 || strlen(date->marks[i - 1]) > 1) text += strspn(text, " ");
        date->parts[i] = take_number(&text, i == 0 ? 4 : 2, &date->digits[i]);
        if (date->digits[i] == 0) {
            text = start;
            break;
        }
        date->count++;
        for (size_t m = 0; m < sizeof marks / sizeof marks[0] && !date->marks[i]; m++)
            if (take_word(&text, marks[m])) date->marks[i] = marks[m];
        if (!date->marks[i]) break;
    }
    date->rest = text;
}

/** 2024-04-30, 113/4/30, 2024.4 with one mark throughout; 113年4月30日 with each its own. */
static bool marks_agree(const struct worded *date) {
    static const char *const own[3] = {"年", "月", "日"};
    const char *first = date->marks[0];
    for (size_t i = 0; i < 3 && i < date->count; i++) {
        const char *mark = date->marks[i];
        bool last = i + 1 == date->count;
        bool han = first && strcmp(first, own[0]) == 0;
        const char *wanted = han ? own[i] : last ? NULL : first;
        if (!mark != !wanted || (mark && strcmp(mark, wanted) != 0)) return false;
    }
    return date->count > 0;
}

static bool worded(const char *text, char out[11]) {
    struct worded date;
    read_words(text, &date);
    if (!marks_agree(&date)) return false;
    for (size_t i = 0; i < date.count; i++)
        if (date.parts[i] == 0) return false;
    if (date.rest[0] && (date.count < 3 || !is_clock(date.rest))) return false;
    bool short_year = date.digits[0] < 4; /* 2 or 3 digits: a year of the Republic */
    if (!date.republic &&
        (date.digits[0] < 2 || (date.digits[0] == 2 && date.parts[0] < SHORT_YEAR_MIN) ||
         (short_year && date.count == 1 && !date.marks[0])))
        return false;
    int year = date.parts[0] + (date.republic || short_year ? ROC_OFFSET : 0);
    return write_date(year, date.parts[1], date.parts[2], out);
}

bool er_parse_date(const char *text, char out[11]) {
    char trimmed[64];
    size_t length = strlen(text);
    er_trim(&text, &length);
    if (length == 0 || length >= sizeof trimmed) return false;
    memcpy(trimmed, text, length);
    trimmed[length] = '\0';
    if (strspn(trimmed, "0123456789") == length)
        return compact(trimmed, length, out) || unix_seconds(trimmed, length, out);
    return worded(trimmed, out);
}

/* ---- with the time of day ---------------------------------------------------------------------
 */

/** Two digits up to `most`; false if they are not there. */
static bool take_pair(const char **text, int most) {
    size_t digits;
    int value = take_number(text, 2, &digits);
    return digits == 2 && value <= most;
}

/** "13:02", "13:02:03", "13:02:03.5" and a zone ("Z", "+08:00", "+0800", "+08") or none. */
static bool is_time_of_day(const char *text) {
    if (!take_pair(&text, 23) || *text++ != ':' || !take_pair(&text, 59)) return false;
    if (*text == ':') {
        text++;
        if (!take_pair(&text, 60)) return false; /* 60: a leap second */
        if (*text == '.') {
            size_t digits = strspn(text + 1, "0123456789");
            if (digits == 0) return false;
            text += 1 + digits;
        }
    }
    if (*text == ' ' && (text[1] == '+' || text[1] == '-')) text++;
    if (strcmp(text, "Z") == 0 || !*text) return true;
    if (*text != '+' && *text != '-') return false;
    text++;
    if (!take_pair(&text, 14)) return false;
    if (*text == ':') text++;
    return !*text || (take_pair(&text, 59) && !*text);
}

/** Seconds since 1970 (nine to eleven digits), or milliseconds (twelve to fourteen). */
static bool unix_time(const char *text, size_t length, char out[ER_TIME_SIZE]) {
    long long count = 0;
    struct tm t;
    for (size_t i = 0; i < length; i++)
        count = 10 * count + (text[i] - '0');
    time_t when = (time_t)(length > 11 ? count / 1000 : count);
    if (!gmtime_r(&when, &t) || t.tm_year > 9999 - 1900) return false;
    return strftime(out, ER_TIME_SIZE, "%Y-%m-%dT%H:%M:%SZ", &t) > 0;
}

/** 20240501130203 */
static bool compact_time(const char *text, char out[ER_TIME_SIZE]) {
    char date[11], day[9];
    const char *clock = text + 8;
    memcpy(day, text, 8);
    day[8] = '\0';
    if (!compact(day, 8, date)) return false;
    if (!take_pair(&clock, 23) || !take_pair(&clock, 59) || !take_pair(&clock, 60)) return false;
    snprintf(out, ER_TIME_SIZE, "%sT%.2s:%.2s:%.2s", date, text + 8, text + 10, text + 12);
    return true;
}

bool er_parse_time(const char *text, char out[ER_TIME_SIZE]) {
    char date[11], trimmed[64];
    size_t length = strlen(text);
    er_trim(&text, &length);
    if (length == 0 || length >= sizeof trimmed) return false;
    memcpy(trimmed, text, length);
    trimmed[length] = '\0';
    if (strspn(trimmed, "0123456789") == length) {
        if (length == 14 && compact_time(trimmed, out)) return true;
        if (length >= 9 && length <= 14) return unix_time(trimmed, length, out);
    }
    if (!er_parse_date(trimmed, date)) return false;
    const char *clock = strpbrk(trimmed, "T ");
    while (clock && clock[0] == ' ' && (clock[1] == ' ' || !strchr(clock, ':')))
        clock = strpbrk(clock + 1, "T ");
    if (!clock || !strchr(clock, ':')) {
        snprintf(out, ER_TIME_SIZE, "%s", date);
        return true;
    }
    clock += strspn(clock, "T ");
    if (strlen(clock) > 26 || !is_time_of_day(clock)) return false;
    int size = snprintf(out, ER_TIME_SIZE, "%sT%s", date, clock);
    return size > 0 && size < ER_TIME_SIZE;
}
