/** What a run of the step "venues" found, as JSON and as a table for people. */
#ifndef EVENREACH_CLI_VENUES_PRINT_H
#define EVENREACH_CLI_VENUES_PRINT_H

#include "cli/cli.h"
#include "evenreach/store.h"
#include "store/by_id.h"

/** Rows of one run; those of one venue stand together, in the order of the findings. */
typedef struct er_venues_shown {
    const er_run *run;
    er_venue *venues;
    size_t venue_count;
    er_station *stations;
    size_t station_count;
    er_id_place *station_by_id; /**< places into stations */
    er_venue_finding *findings;
    size_t finding_count;
    er_venue_row *rows;
    size_t row_count;
    er_venue_service_row *services;
    size_t service_count;
    er_venue_failure *failures;
    size_t failure_count;
    er_venue_hole *holes;
    size_t hole_count;
    er_plan *plans;
    size_t plan_count;
    er_choice *choices;
    size_t choice_count;
} er_venues_shown;

/** `code` null: all venues. */
er_status er_print_venues_json(er_invocation *invocation, const er_venues_shown *shown,
                               const char *code);
er_status er_print_venues_table(er_invocation *invocation, const er_venues_shown *shown,
                                const char *code);

#endif
