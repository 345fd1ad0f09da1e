#include "evenreach/analysis.h"

#include <string.h>

/* Words for "in service" as registers write them; letters' case, spaces and hyphens do not count.
 */
static const char *const in_service[] = {
    "in_service", "inservice", "active", "operational", "operating", "in_operation", "live",
    "on_air",     "onair",     "on",     "existing",    "啟用",      "已啟用",       "啟用中",
    "使用中",     "運轉中",    "營運中", "服務中",      "現役",
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

bool er_station_in_service(const er_station *station) {
    if (!station->status) return true;
    for (size_t i = 0; i < sizeof in_service / sizeof in_service[0]; i++)
        if (same_word(in_service[i], station->status)) return true;
    return false;
}
