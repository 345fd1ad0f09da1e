/* The chosen sites of `choose` as GeoJSON (RFC 7946). */
#include "cli/choose.h"

#include <math.h>
#include <string.h>

enum { DECIMALS = 7 };

static er_json *feature(const er_choose_world *world, const er_siting_plan *plan, size_t rank) {
    const er_choose_place *site = &world->sites.items[plan->chosen[rank]];
    size_t next = plan->next[rank];
    er_json *json = er_json_object(), *properties = er_json_object();
    er_json *geometry = er_json_object(), *coordinates = er_json_array();
    er_json_add_text(json, "type", "Feature");
    er_json_append_number(coordinates, er_round(site->at.x, DECIMALS));
    er_json_append_number(coordinates, er_round(site->at.y, DECIMALS));
    er_json_add_text(geometry, "type", "Point");
    er_json_add(geometry, "coordinates", coordinates);
    er_json_add(json, "geometry", geometry);
    er_json_add_int(properties, "rank", (int64_t)rank + 1);
    er_json_add_text(properties, "id", site->id);
    er_json_add_text(properties, "group", site->group);
    er_json_add_number(properties, "adds", plan->adds[rank]);
    er_json_add_text(properties, "next", next == SIZE_MAX ? NULL : world->sites.items[next].id);
    er_json_add_number(properties, "next_adds", next == SIZE_MAX ? NAN : plan->next_adds[rank]);
    er_json_add(json, "properties", properties);
    return json;
}

er_status er_choose_write(er_context *ctx, const er_choose_request *request,
                          const er_choose_world *world, const er_siting_plan *plan) {
    char *text = NULL;
    if (world->sites.plane)
        return er_fail(ctx, ER_ERR_CRS,
                       "-o: GeoJSON is in degrees, but %s is on a plane of no known reference "
                       "system: say which it is in (--crs)",
                       world->sites.path);
    er_json *json = er_json_object(), *features = er_json_array();
    er_json_add_text(json, "type", "FeatureCollection");
    for (size_t s = 0; s < plan->count; s++)
        er_json_append(features, feature(world, plan, s));
    er_json_add(json, "features", features);
    er_status status = er_json_write(ctx, json, true, &text);
    er_json_free(json);
    if (status == ER_OK) status = er_file_write(ctx, request->options->output, text, strlen(text));
    er_free(text);
    return status;
}
