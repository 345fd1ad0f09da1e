/** Parts of the data of a report: src/viewer/DATA.md. */
#ifndef EVENREACH_OUTPUTS_REPORT_PARTS_H
#define EVENREACH_OUTPUTS_REPORT_PARTS_H

#include "outputs/report_sheets.h"

/** The finest level that is drawn; null if none is. */
const er_report_sheet *er_report_finest(const er_report_sheets *sheets);

/** `places`: units that do not hang together with the largest body of land. `first` is the place of
 *  the finest sheet's first shape in the topology. */
er_status er_report_places(const er_report_sheets *sheets, const er_topology *topology,
                           size_t first, er_json **out);

/** `charts`: Lorenz curves of the newest balance run. */
er_status er_report_charts(const er_data *data, er_json **out);

/** Data of a report as far as they do not depend on how much borders are simplified. */
typedef struct er_report_data {
    er_data *data;
    er_report_sheets sheets;
    er_topology *topology;
    er_topology_object *objects; /**< shapes of the sheets that have any */
    size_t object_count;
    er_arena *arena;
} er_report_data;

/** Free with er_report_data_free. */
er_status er_report_data_new(er_data *data, er_report_data **out);
void er_report_data_free(er_report_data *report);
/** Points of all lines at a tolerance, which from now on is the one of the document. */
er_status er_report_data_simplify(er_report_data *report, double tolerance_m, size_t *points);
/** The document as text; free with er_free. The options of the page may be null texts. */
er_status er_report_data_text(er_report_data *report, const char *tile_url,
                              const char *tile_attribution, double tolerance_m, char **out);

/** The page with the document in it and its title; free with er_free. ER_ERR_UNSUPPORTED where
 *  there is no page in this build. */
er_status er_report_page(er_context *ctx, const char *title, char *document, char **out,
                         size_t *size);
/** ER_ERR_UNSUPPORTED where there is no page in this build, with what to do. */
er_status er_report_check_built(er_context *ctx);
/** What stands before the data in every report, and in no other file. */
extern const char er_report_mark[];

#endif
