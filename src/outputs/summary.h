/** summary.json and provenance.json as documents; the first is made by er_results_summary. */
#ifndef EVENREACH_OUTPUTS_SUMMARY_H
#define EVENREACH_OUTPUTS_SUMMARY_H

#include "outputs/data.h"

/** A JSON text of the workspace as a value; as the text itself if it does not read. */
void er_json_add_stored(er_json *object, const char *key, const char *text_or_null);

/* Parts of the summary: arrays of the inputs, of the synthetic ones among them, of the assumptions;
 * an object of the newest run of each step. The caller owns them. */
er_json *er_summary_sources(const er_data *data);
er_json *er_summary_synthetic(const er_data *data);
er_json *er_summary_assumptions(const er_data *data);
/** One of them, without the share of the rows that rest on it. */
er_json *er_assumption_json(const er_assumption *assumption);
er_json *er_summary_runs(const er_data *data);
/** What the newest runs say of venues, routes and single sites; null without such a run. */
er_status er_summary_venues(const er_data *data, er_json **out);
er_status er_summary_routes(const er_data *data, er_json **out);
er_status er_summary_resilience(const er_data *data, er_json **out);
er_status er_summary_targets(const er_data *data, er_json **out);
/** Every question of the newest choose run: the plan asked for, its sites, the others in brief. */
er_status er_summary_siting(const er_data *data, er_json **out);
/** The newest comparison: its sides, all and the groups, indices, causes counted. */
er_status er_summary_compare(const er_data *data, er_json **out);
/** Rows of all inputs that can't be used. */
int64_t er_summary_rejected(const er_data *data);

/** What the figures were made from and with: hashes of the files, versions of the libraries. */
er_status er_provenance_of(const er_data *data, er_json **out);

#endif
