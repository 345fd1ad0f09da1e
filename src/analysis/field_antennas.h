/** Antennas of a field while its sectors are read: one for all that are alike. */
#ifndef EVENREACH_ANALYSIS_FIELD_ANTENNAS_H
#define EVENREACH_ANALYSIS_FIELD_ANTENNAS_H

#include "analysis/field.h"

/** What makes an antenna; with a file the figures do not count. */
typedef struct er_antenna_figures {
    const char *file; /**< path to open, or null */
    double gain_dbi;
    double beamwidth_deg;
    double vertical_beamwidth_deg;
    double front_to_back_db;
} er_antenna_figures;

typedef struct er_antenna_shelf {
    er_field *field;             /**< owns the antennas */
    er_antenna_figures *figures; /**< of each of its antennas */
    size_t capacity;
    size_t antenna_capacity;
} er_antenna_shelf;

/** The antenna of these figures, made if there is none yet. `file` must live as long as the shelf.
 */
er_status er_antenna_shelf_get(er_context *ctx, er_antenna_shelf *shelf,
                               const er_antenna_figures *figures, const er_antenna **out);
void er_antenna_shelf_clear(er_antenna_shelf *shelf);

#endif
