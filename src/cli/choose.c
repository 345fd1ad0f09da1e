/* evenreach choose: where to build, so that most is met, with proof. */
#include "cli/choose.h"

#include <math.h>
#include <stddef.h>

#define FIELD(name) offsetof(er_choose_options, name)

static const er_option options[] = {
    {"candidates", 0, ER_OPTION_FILE, "FILE", false,
     "points that may be chosen, in any format that GDAL reads", FIELD(candidates)},
    {"demand", 0, ER_OPTION_FILE, "FILE", false,
     "points to be met, such as villages; may be the same file", FIELD(demand)},
    {"weight", 0, ER_OPTION_TEXT, "FIELD", false,
     "field of the demand with its weight, such as persons", FIELD(weight)},
    {"radius-m", 0, ER_OPTION_NUMBER, "R", false,
     "how far a site reaches, in metres (median, centre: default no limit)", FIELD(radius_m)},
    {"k", 'k', ER_OPTION_INT, "N", false, "how many sites to choose", FIELD(k)},
    {"model", 0, ER_OPTION_TEXT, "NAME", false,
     "cover (most weight within reach, default), fewest (fewest sites for --needed), median (least "
     "sum of weight x distance) or centre (least of the largest distance)",
     FIELD(model)},
    {"key", 0, ER_OPTION_TEXT, "FIELD", false,
     "field of the candidates that names them (default: id, code or name, else the row's number)",
     FIELD(key)},
    {"needed", 0, ER_OPTION_TEXT, "W", false,
     "weight to be met by fewest sites, or a share of it such as 0.9 (default: all that can "
     "be)",
     FIELD(needed)},
    {"group", 0, ER_OPTION_TEXT, "FIELD", false, "field of the candidates with their group",
     FIELD(group)},
    {"floor", 0, ER_OPTION_LIST, "GROUP=X", false,
     "at least a number (3) or share (such as 0.3) of the new sites in a group; groups joined by "
     "commas count together, * is each group; may be repeated",
     FIELD(floors)},
    {"cap", 0, ER_OPTION_LIST, "GROUP=X", false, "at most so many, in the same form", FIELD(caps)},
    {"demand-group", 0, ER_OPTION_TEXT, "FIELD", false, "field of the demand with its group",
     FIELD(demand_group)},
    {"covered", 0, ER_OPTION_LIST, "GROUP=SHARE", false,
     "share of a group's weight that is met at least; may be repeated", FIELD(covered)},
    {"existing", 0, ER_OPTION_FILE, "FILE", false, "points that stand already and count",
     FIELD(existing)},
    {"existing-field", 0, ER_OPTION_TEXT, "FIELD", false,
     "field of the candidates that is yes or 1 where one stands already", FIELD(existing_field)},
    {"cost", 0, ER_OPTION_TEXT, "FIELD", false, "field of the candidates with their cost",
     FIELD(cost)},
    {"budget", 0, ER_OPTION_NUMBER, "B", false, "most that all new sites may cost", FIELD(budget)},
    {"capacity", 0, ER_OPTION_TEXT, "FIELD", false,
     "field of the candidates with the most weight that each meets", FIELD(capacity)},
    {"backup", 0, ER_OPTION_NUMBER, "S", false,
     "what being met by a second site is worth, as a share of the weight, 0 to 1", FIELD(backup)},
    {"decay", 0, ER_OPTION_TEXT, "NAME", false,
     "how the share met falls up to the radius: none (default), linear or gaussian", FIELD(decay)},
    {"full-m", 0, ER_OPTION_NUMBER, "R", false,
     "up to here the share is whole, in metres (default: 0)", FIELD(full_m)},
    {"gap", 0, ER_OPTION_NUMBER, "G", false, "stop when proven to within this share, 0 to 1",
     FIELD(gap)},
    {"nodes", 0, ER_OPTION_INT, "N", false, "most nodes of the search", FIELD(nodes)},
    {"seconds", 0, ER_OPTION_NUMBER, "S", false,
     "stop after so long with the best found and its gap (then runs may differ)", FIELD(seconds)},
    {"quick", 0, ER_OPTION_FLAG, NULL, false, "a good answer at once, with its gap", FIELD(quick)},
    {"output", 'o', ER_OPTION_FILE, "FILE", false, "write the chosen sites as GeoJSON",
     FIELD(output)},
    {"candidates-layer", 0, ER_OPTION_TEXT, "NAME", false,
     "layer of the candidates' file, if it has several", FIELD(candidates_layer)},
    {"demand-layer", 0, ER_OPTION_TEXT, "NAME", false,
     "layer of the demand's file, if it has several", FIELD(demand_layer)},
    {"crs", 0, ER_OPTION_TEXT, "CRS", false,
     "reference system of all files, if not their own; plane: metres on a plane", FIELD(crs)},
    {"candidates-crs", 0, ER_OPTION_TEXT, "CRS", false,
     "reference system of the candidates and existing sites", FIELD(candidates_crs)},
    {"demand-crs", 0, ER_OPTION_TEXT, "CRS", false, "reference system of the demand",
     FIELD(demand_crs)},
    {"x", 0, ER_OPTION_TEXT, "FIELD", false, "field of all files with x or the longitude",
     FIELD(x)},
    {"y", 0, ER_OPTION_TEXT, "FIELD", false, "field of all files with y or the latitude", FIELD(y)},
    {"encoding", 0, ER_OPTION_TEXT, "NAME", false, "encoding of text files (default: detected)",
     FIELD(encoding)},
    {"allow-ballpark", 0, ER_OPTION_FLAG, NULL, false,
     "accept a datum shift that is not known (up to a kilometre off)", FIELD(allow_ballpark)},
    ER_CHOOSE_WORKSPACE_OPTIONS(FIELD(workspace)),
    {0},
};

static er_status run(er_invocation *invocation) {
    const er_choose_options *options_given = invocation->options;
    er_choose_request request;
    if (invocation->workspace) return er_choose_on_workspace(invocation, &options_given->workspace);
    ER_TRY(er_choose_without_workspace(invocation->ctx, &options_given->workspace));
    ER_TRY(er_choose_check(invocation->ctx, invocation->options, &request));
    return er_choose_files(invocation, &request);
}

const er_command er_command_choose = {
    .name = "choose",
    .summary = "choose sites that meet most, under floors and caps, with a proven bound",
    .options = options,
    .options_size = sizeof(er_choose_options),
    .run = run,
};
