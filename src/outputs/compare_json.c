#include "outputs/compare_json.h"

enum { DECIMALS = 9 }; /* of an index */

static er_json *figures_json(const er_compare_figures *f, bool population) {
    er_json *json = er_json_object();
    er_json_add_number(json, "before", f->before);
    er_json_add_number(json, "gained", f->gained);
    er_json_add_number(json, "lost", f->lost);
    er_json_add_number(json, "after", f->after);
    er_json_add_number(json, "kept", f->kept);
    er_json_add_number(json, "gained_from_unknown", f->gained_from_unknown);
    er_json_add_number(json, "lost_to_unknown", f->lost_to_unknown);
    if (population) er_json_add_number(json, "population", f->population);
    return json;
}

er_json *er_compare_row_json(const er_compare_row *row) {
    er_json *json = er_json_object();
    er_json_add_text(json, "kind", row->kind);
    if (row->code) er_json_add_text(json, "level", row->level);
    if (row->code) er_json_add_text(json, "code", row->code);
    if (row->scheme) er_json_add_text(json, "scheme", row->scheme);
    if (row->group) er_json_add_text(json, "group", row->group);
    er_json_add_number(json, "area_km2", row->area_km2);
    er_json_add_number(json, "persons", row->persons);
    er_json_add(json, "served_km2", figures_json(&row->served_km2, false));
    er_json_add(json, "persons_served", figures_json(&row->persons_served, true));
    return json;
}

er_json *er_compare_index_json(const er_compare_index *index) {
    er_json *json = er_json_object();
    er_json_add_text(json, "scheme", index->scheme);
    er_json_add_text(json, "subject", index->subject);
    er_json_add_text(json, "measure", index->measure);
    er_json_add_number(json, "before", er_round(index->before, DECIMALS));
    er_json_add_number(json, "after", er_round(index->after, DECIMALS));
    er_json_add_number(json, "change", er_round(index->change, DECIMALS));
    er_json_add_number(json, "low", er_round(index->low, DECIMALS));
    er_json_add_number(json, "high", er_round(index->high, DECIMALS));
    return json;
}

er_json *er_compare_cause_json(const er_compare_cause *cause) {
    er_json *json = er_json_object();
    er_json_add_text(json, "kind", cause->kind);
    er_json_add_text(json, "change", cause->change);
    er_json_add_text(json, "subject", cause->subject);
    er_json_add_text(json, "operator", cause->operator_);
    er_json_add_text(json, "before", cause->before);
    er_json_add_text(json, "after", cause->after);
    er_json_add_number(json, "lon", cause->position.x);
    er_json_add_number(json, "lat", cause->position.y);
    return json;
}
