/** A run over routes as the command prints it. */
#ifndef EVENREACH_CLI_ROUTES_PRINT_H
#define EVENREACH_CLI_ROUTES_PRINT_H

#include "cli/cli.h"

#include "evenreach/store.h"
#include "store/by_id.h"

/** Everything comes by route code, and is of these routes alone. */
typedef struct er_routes_result {
    er_run run;
    er_route *routes;
    size_t count;
    bool one; /**< one was asked for: its gaps are listed */
    er_route_row *rows;
    size_t row_count;
    er_route_gap *gaps;
    size_t gap_count;
    er_route_part *parts;
    size_t part_count;
    er_unit *units;
    size_t unit_count;
    er_id_place *unit_ids;
} er_routes_result;

er_status er_routes_print(er_invocation *invocation, const er_routes_result *result);

#endif
