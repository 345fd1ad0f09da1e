#include "evenreach/sources.h"

#include <string.h>

/** One entry a preset. Columns joined by + are joined with a hyphen. */
static const er_preset presets[] = {
    {
        .name = "opencellid",
        .kind = "stations",
        .title = "OpenCelliD country file: cells, without a heading line",
        .columns = "radio,mcc,net,area,cell,unit,lon,lat,range,samples,changeable,created,updated,"
                   "signal",
        /* `range` is how far measurements reached, not the radius of a disc: it is left out. */
        .fields = "code=mcc+net+area+cell,operator=mcc+net,technology=radio,date_on=created",
        .crs = "EPSG:4326",
    },
    {
        .name = "opencellid-header",
        .kind = "stations",
        .title = "OpenCelliD file with a heading line",
        .fields = "code=mcc+net+area+cell,operator=mcc+net,technology=radio,date_on=created",
        .crs = "EPSG:4326",
    },
    {
        .name = "station-counts",
        .kind = "stations",
        .title = "published station counts by county and operator (no positions: refused)",
        .fields = "count=基地臺,county=縣市,operator=業者名稱,technology=類別,as_of=統計期",
    },
};

enum { PRESET_COUNT = sizeof presets / sizeof presets[0] };

const er_preset *er_preset_at(size_t i) {
    return i < PRESET_COUNT ? &presets[i] : NULL;
}

const er_preset *er_preset_find(const char *name) {
    for (size_t i = 0; i < PRESET_COUNT; i++)
        if (strcmp(presets[i].name, name) == 0) return &presets[i];
    return NULL;
}
