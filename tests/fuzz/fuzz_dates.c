/* Any text is a date or none; a date is always a well-formed one. */
#include "evenreach/sources.h"

#include <stdlib.h>
#include <string.h>

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size) {
    char *text = malloc(size + 1), date[11], again[11];
    if (!text) return 0;
    memcpy(text, data, size);
    text[size] = '\0';
    if (er_parse_date(text, date)) {
        size_t length = strlen(date);
        if (length != 10 && length != 7 && length != 4) abort();
        if (!er_parse_date(date, again) || strcmp(date, again) != 0) abort();
    }
    char time[ER_TIME_SIZE], time_again[ER_TIME_SIZE];
    if (er_parse_time(text, time)) {
        if (memchr(time, '\0', sizeof time) == NULL) abort();
        if (!er_parse_time(time, time_again) || strcmp(time, time_again) != 0) abort();
    }
    er_heading_field("stations", text);
    free(text);
    return 0;
}
