#include "evenreach/radio.h"

static const er_warning_text warnings[] = {
    {ER_WARN_FREQUENCY, "frequency_out_of_range",
     "the frequency is outside the range for which the model is stated"},
    {ER_WARN_DISTANCE, "distance_out_of_range",
     "the distance is outside the range for which the model is stated"},
    {ER_WARN_TX_HEIGHT, "tx_height_out_of_range",
     "the transmitter's height is outside the range for which the model is stated"},
    {ER_WARN_RX_HEIGHT, "rx_height_out_of_range",
     "the receiver's height is outside the range for which the model is stated"},
    {ER_WARN_TIME_PCT, "time_pct_out_of_range",
     "the time percentage is outside the range for which the model is stated"},
    {ER_WARN_LOC_PCT, "loc_pct_out_of_range",
     "the location percentage is outside the range for which the model is stated"},
    {ER_WARN_STREET, "street_out_of_range",
     "the street width is outside the range for which the model is stated"},
    {ER_WARN_BUILDING, "building_out_of_range",
     "the building height is outside the range for which the model is stated"},
    {ER_WARN_LATITUDE, "latitude_assumed",
     "no latitude is given: the path's middle is taken to lie at 45 degrees"},
    {ER_WARN_FRESNEL, "fresnel_zone_obstructed",
     "less than 60 percent of the first Fresnel zone is clear"},
    {ER_WARN_OBSTRUCTED, "line_of_sight_obstructed",
     "the straight line between the antennas is blocked"},
    {ER_WARN_COARSE, "profile_coarse", "points of the profile lie more than 1 km apart"},
    {ER_WARN_DEFAULT_ZONE, "zone_assumed",
     "no zones are given: all of the path is taken as inland"},
    {ER_WARN_DEFAULT_CLUTTER, "clutter_assumed",
     "no clutter heights are given: the ground is taken as bare"},
    {ER_WARN_IGNORED, "option_ignored", "something is given that the model does not look at"},
};

const er_warning_text *er_warning_at(size_t i) {
    return i < sizeof warnings / sizeof warnings[0] ? &warnings[i] : NULL;
}
