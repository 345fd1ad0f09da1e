/** GeoJSON as this library writes it itself, a file a sheet. */
#ifndef EVENREACH_OUTPUTS_SINK_GEOJSON_H
#define EVENREACH_OUTPUTS_SINK_GEOJSON_H

#include "outputs/sink.h"

/** What distinguishes the formats: er_format.detail. */
typedef struct er_geojson_format {
    bool sequence; /**< a feature a record (RFC 8142), without boxes; else one collection */
} er_geojson_format;

extern const er_sink_ops er_geojson_files;

#endif
