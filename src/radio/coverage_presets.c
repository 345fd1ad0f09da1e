/* What regulators, and this project where nobody says, call covered. */
#include "evenreach/radio.h"

#include <math.h>
#include <stddef.h>

#define COUNT(array) (sizeof(array) / sizeof(array)[0])

static const er_coverage_level signal_levels[] = {
    {"served", "Served", "涵蓋", -110, NAN, NAN},
};

static const er_coverage_level fcc_7_1_levels[] = {
    {"served", "7/1 Mbit/s", "下行 7、上行 1 Mbit/s", NAN, 7, 1},
};

static const er_coverage_level fcc_35_3_levels[] = {
    {"served", "35/3 Mbit/s", "下行 35、上行 3 Mbit/s", NAN, 35, 3},
};

/* What each step promises a caller in a building is Arcep's; its dB are ours. */
static const er_coverage_level arcep_levels[] = {
    {"very_good", "Very good coverage", "涵蓋極佳", -90, NAN, NAN},
    {"good", "Good coverage", "涵蓋良好", -100, NAN, NAN},
    {"limited", "Limited coverage", "涵蓋有限", -110, NAN, NAN},
};

/* The rule asks the same at either of its two speeds. */
static const char fcc_source[] =
    "47 CFR 1.7004(c)(3): 5G NR at 7 Mbit/s down and 1 Mbit/s up and at 35 Mbit/s down and 3 "
    "Mbit/s up, cell-edge probability at least 90 percent, cell loading at least 50 percent. FCC "
    "Broadband Data Collection, mobile propagation model details: resolution 100 m or finer, "
    "receiver at 1.5 m or higher. The rule asks for maps of outdoor stationary and of in-vehicle "
    "use; this is outdoor stationary, and a vehicle's loss is added to the receiver's losses for "
    "the other. The rule fixes no RSRP.";

static const er_coverage_preset presets[] = {
    {
        .name = "default",
        .title = "Signal outdoors, RSRP at least -110 dBm in 95 percent of cases",
        .source = "A choice of this project, no regulator's rule: no standard fixes an RSRP "
                  "for 5G coverage. -110 dBm leaves 13 dB over the thermal noise of a 30 kHz "
                  "subcarrier with a noise figure of 6 dB and 10 dB with 9 dB; 95 percent is "
                  "the reliability that Arcep asks of published maps; load 50 percent and a "
                  "receiver at 1.5 m as in 47 CFR 1.7004(c)(3) and the FCC's Broadband Data "
                  "Collection; cells of 50 m are 1 mm on a map of 1:50,000.",
        .edge_probability = 0.95,
        .load = 0.5,
        .rx_height_m = 1.5,
        .resolution_m = 50,
        .levels = signal_levels,
        .level_count = COUNT(signal_levels),
    },
    {
        .name = "fcc-5g-7-1",
        .title = "FCC Broadband Data Collection, 5G NR 7/1 Mbit/s outdoors",
        .source = fcc_source,
        .edge_probability = 0.90,
        .load = 0.5,
        .rx_height_m = 1.5,
        .resolution_m = 100,
        .levels = fcc_7_1_levels,
        .level_count = COUNT(fcc_7_1_levels),
    },
    {
        .name = "fcc-5g-35-3",
        .title = "FCC Broadband Data Collection, 5G NR 35/3 Mbit/s outdoors",
        .source = fcc_source,
        .edge_probability = 0.90,
        .load = 0.5,
        .rx_height_m = 1.5,
        .resolution_m = 100,
        .levels = fcc_35_3_levels,
        .level_count = COUNT(fcc_35_3_levels),
    },
    {
        .name = "arcep-4-levels",
        .title = "Arcep's four levels: very good, good, limited, none",
        .source =
            "Arcep decision 2016-1678 of 6 December 2016, annex 1: limited coverage serves "
            "outdoors in most cases but probably not indoors, good coverage also indoors in "
            "some cases, very good coverage also indoors in most cases (decision 2024-1220 gives "
            "4G data the same four); maps good for "
            "1:50,000 (cells of 50 m are 1 mm). Reliable in at least 95 percent of tests (since "
            "decision 2020-0376 98 percent overall and 95 percent locally). The decision fixes no "
            "RSRP: "
            "-110 dBm outdoors and steps of 10 dB for walls, the load of 50 percent and the "
            "receiver at 1.5 m are choices of this project.",
        .edge_probability = 0.95,
        .load = 0.5,
        .rx_height_m = 1.5,
        .resolution_m = 50,
        .levels = arcep_levels,
        .level_count = COUNT(arcep_levels),
    },
};

const er_coverage_preset *er_coverage_preset_at(size_t i) {
    return i < COUNT(presets) ? &presets[i] : NULL;
}

const er_coverage_preset *er_coverage_preset_find(const char *name) {
    for (size_t i = 0; i < COUNT(presets); i++)
        if (er_same_text(presets[i].name, name)) return &presets[i];
    return NULL;
}
