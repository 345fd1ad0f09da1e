#include "core/catalogue.h"

#include <string.h>

struct entry {
    const char *english;
    const char *translated;
};

static const struct entry zh_tw[] = {
#include "core/zh_tw/analysis.inc"
#include "core/zh_tw/cli.inc"
#include "core/zh_tw/core.inc"
#include "core/zh_tw/equity.inc"
#include "core/zh_tw/geometry.inc"
#include "core/zh_tw/outputs.inc"
#include "core/zh_tw/radio.inc"
#include "core/zh_tw/siting.inc"
#include "core/zh_tw/sources.inc"
#include "core/zh_tw/store.inc"
#include "core/zh_tw/study.inc"
};

enum { ZH_TW_COUNT = sizeof zh_tw / sizeof zh_tw[0] };

/* Texts are looked up when something is shown to a person: a plain scan is quick enough. */
const char *er_catalogue_zh_tw(const char *english) {
    for (size_t i = 0; i < ZH_TW_COUNT; i++)
        if (strcmp(zh_tw[i].english, english) == 0) return zh_tw[i].translated;
    return english;
}

int er_catalogue_zh_tw_entry(size_t i, const char **english, const char **translated) {
    if (i >= ZH_TW_COUNT) return 0;
    *english = zh_tw[i].english;
    *translated = zh_tw[i].translated;
    return 1;
}
