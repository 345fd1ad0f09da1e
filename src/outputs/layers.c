#include "outputs/layers.h"

enum {
    ON_SERVED = ER_ON_UNITS | ER_ON_POPULATION | ER_ON_STATIONS,
    ON_GROUPS = ON_SERVED | ER_ON_PILOTS,
    BOTH = ER_TO_MAP | ER_TO_TABLE
};

/* One line a sheet. */
const er_layer er_layers[] = {
    {NULL, "units of the level %s with population, classes, stations, pilots and coverage",
     ER_SHAPE_POLYGON, BOTH, ON_GROUPS, er_write_units},
    {"area_classes", "area classes with population, stations, pilots and coverage",
     ER_SHAPE_POLYGON, ER_TO_MAP, ON_GROUPS, er_write_area_classes},
    {"coverage", "what at least one operator reaches, by area class", ER_SHAPE_POLYGON, ER_TO_MAP,
     ON_SERVED, er_write_coverage},
    {"stations", "base stations with the radius that was used", ER_SHAPE_POINT, ER_TO_MAP,
     ER_ON_STATIONS, er_write_stations},
    {"venues", "venues and how much of them is covered", ER_SHAPE_POLYGON, BOTH,
     ER_ON_VENUES | ER_ON_STATIONS, er_write_venues},
    {"pilots", "sites of the pilots; a pilot without a stated place has no geometry",
     ER_SHAPE_POINT, BOTH, ER_ON_PILOTS, er_write_pilots},
    {"groups", "groups of every scheme side by side", ER_SHAPE_NONE, ER_TO_TABLE, ON_GROUPS,
     er_write_groups},
    {"unit_groups", "which unit is in which group, and why", ER_SHAPE_NONE, ER_TO_TABLE,
     ER_ON_UNITS | ER_ON_POPULATION, er_write_unit_groups},
    {"borderline", "units within the margin of a threshold", ER_SHAPE_NONE, ER_TO_TABLE,
     ER_ON_UNITS | ER_ON_POPULATION, er_write_borderline},
    {"operators", "coverage of the whole by operator", ER_SHAPE_NONE, ER_TO_TABLE, ON_SERVED,
     er_write_operators},
    {"balance", "every figure of the balance, one a row", ER_SHAPE_NONE, ER_TO_TABLE, ER_ON_ALL,
     er_write_balance},
    {"targets", "published targets and results", ER_SHAPE_NONE, ER_TO_TABLE, ER_ON_TARGETS,
     er_write_targets},
    {"service_needs", "what services ask of a network", ER_SHAPE_NONE, ER_TO_TABLE, ER_ON_NEEDS,
     er_write_service_needs},
    {"sources", "inputs", ER_SHAPE_NONE, ER_TO_TABLE, 0, er_write_sources},
    {"rejects", "rows that can't be used, and why", ER_SHAPE_NONE, ER_TO_TABLE, 0,
     er_write_rejects},
    {"assumptions", "what was filled in or supposed", ER_SHAPE_NONE, ER_TO_TABLE, 0,
     er_write_assumptions},
    {0},
};
