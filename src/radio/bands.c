#include "radio/bands.h"

#include <math.h>
#include <string.h>
#include <strings.h>

const er_band *er_band_at(size_t i) {
    return i < er_band_count ? &er_bands[i] : NULL;
}

const er_band *er_band_find(const char *name) {
    for (size_t i = 0; name && i < er_band_count; i++)
        if (er_same_text(er_bands[i].name, name)) return &er_bands[i];
    return NULL;
}

bool er_is_lte(const er_band *band, const char *technology) {
    if (band && band->name[0] == 'B') return true;
    if (!technology || strcasestr(technology, "5G") || strcasestr(technology, "NR")) return false;
    return strcasestr(technology, "4G") || strcasestr(technology, "LTE");
}

static bool holds(const er_band *band, double freq_mhz) {
    return freq_mhz >= band->dl_low_mhz && freq_mhz <= band->dl_high_mhz;
}

static double downlink_centre_mhz(const er_band *band) {
    return (band->dl_low_mhz + band->dl_high_mhz) / 2;
}

const er_band *er_band_of_frequency(double freq_mhz) {
    for (size_t i = 0; i < er_band_count; i++)
        if (holds(&er_bands[i], freq_mhz)) return &er_bands[i];
    return NULL;
}

/* Round figures by which bands are called and which mostly lie outside their downlinks. */
static const struct {
    double mhz;
    const char *band;
} common_names[] = {
    {450, "n31"}, {600, "n71"},  {700, "n28"}, {800, "n20"}, {850, "n5"},
    {900, "n8"},  {1700, "n66"}, {1800, "n3"}, {1900, "n2"}, {2100, "n1"},
};

/** The band called by a round figure, or null. */
static const er_band *called(double mhz) {
    for (size_t i = 0; i < sizeof common_names / sizeof common_names[0]; i++)
        if (fabs(mhz - common_names[i].mhz) < 1e-6) return er_band_find(common_names[i].band);
    return NULL;
}

/* Without its unit a number below the lowest band is more likely a band's number (78, 257). */
static const double BARE_LOWEST_MHZ = 400;
static const double LOWEST_MHZ = 30, HIGHEST_MHZ = 100e3;

/** Take a unit off the end of the text; its size in MHz, 0 where there is none. */
static double take_unit(char *text) {
    static const struct {
        const char *name;
        double mhz;
    } units[] = {{"MHz", 1}, {"GHz", 1000}};
    size_t length = strlen(text);
    for (size_t i = 0; i < sizeof units / sizeof units[0]; i++) {
        size_t size = strlen(units[i].name);
        if (length < size || strcasecmp(text + length - size, units[i].name) != 0) continue;
        text[length - size] = '\0';
        return units[i].mhz;
    }
    return 0;
}

static bool parse_frequency(char *text, double *mhz) {
    double unit_mhz = take_unit(text), number;
    if (!er_parse_double(text, &number)) return false;
    *mhz = number * (unit_mhz > 0 ? unit_mhz : 1);
    return *mhz >= (unit_mhz > 0 ? LOWEST_MHZ : BARE_LOWEST_MHZ) && *mhz <= HIGHEST_MHZ;
}

bool er_band_parse(const char *text, const er_band **band, double *centre_mhz) {
    char copy[64];
    if (!text) return false;
    size_t length = strlen(text);
    er_trim(&text, &length);
    if (length == 0 || length >= sizeof copy) return false;
    memcpy(copy, text, length);
    copy[length] = '\0';
    const er_band *found = er_band_find(copy);
    double mhz;
    if (found) {
        mhz = downlink_centre_mhz(found);
    } else {
        if (!parse_frequency(copy, &mhz)) return false;
        found = called(mhz);
        if (!found)
            found = er_band_of_frequency(mhz);
        else if (!holds(found, mhz))
            mhz = downlink_centre_mhz(found);
    }
    *band = found;
    *centre_mhz = mhz;
    return true;
}
