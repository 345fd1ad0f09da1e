/** evenreach/radio.h: bands, path loss, antennas, link budgets, throughput.
 *
 * Pure: no file, no database, no map. Frequencies are in MHz, distances in metres unless a name
 * says km, losses and gains in dB, powers in dBm; heights of antennas are above the ground under
 * them, heights of terrain above mean sea level. All functions may be used from many threads at
 * once.
 *
 * Warnings are a bit set apart from errors: a figure with a warning is computed as the method says,
 * outside the range for which its source vouches. Out of all sense (a negative frequency, falling
 * distances) is ER_ERR_RANGE, never a number.
 */
#ifndef EVENREACH_RADIO_H
#define EVENREACH_RADIO_H

#include "evenreach/core.h"

#ifdef __cplusplus
extern "C" {
#endif

/* ---- bands --------------------------------------------------------------------------------- */

typedef enum er_duplex { ER_DUPLEX_FDD, ER_DUPLEX_TDD } er_duplex;

/** An operating band of 3GPP TS 38.104 (n..., 5G NR) or TS 36.104 (B..., LTE): what a station's
 * band name means. */
typedef struct er_band {
    const char *name;  /**< such as "n78" */
    double dl_low_mhz; /**< downlink */
    double dl_high_mhz;
    double ul_low_mhz;  /**< uplink; the same as the downlink with TDD, NAN for a supplementary */
    double ul_high_mhz; /**< downlink, which has none (n29, B32) */
    er_duplex duplex;
    double subcarrier_khz; /**< usual spacing: 15, 30 or 120; ours, not the standard's */
    double bandwidth_mhz;  /**< usual carrier of one operator; our default, to be stated as such */
} er_band;

/** By name without case ("N78", "n78", "B3"); null if it is none. Static storage. */
const er_band *er_band_find(const char *name);
/** Band i of the table, or null past the last. NR bands come first, and of bands that overlap the
 *  one in wider use. */
const er_band *er_band_at(size_t i);
/** The first band of the table whose downlink holds the frequency; null if none does. */
const er_band *er_band_of_frequency(double freq_mhz);
/** Read what a station's list calls a band: a band name ("n78"), or a frequency ("3500", "3500
 *  MHz", "3.5 GHz", "28GHz"). `centre_mhz` is the frequency itself, and the middle of the downlink
 *  for a name; a round figure by which a band is called although its downlink lies elsewhere (450,
 *  600, 700, 850, 900, 1700, 1800, 1900, 2100 MHz) is a name, that of n31, n71, n28, n5, n8, n66,
 *  n3, n2 and n1. *band is null for a frequency of no known band. False, and the outputs untouched,
 *  if the text is neither: a number without unit below 400 too, which may be a band's number, and
 *  what is not from 30 MHz to 100 GHz. */
bool er_band_parse(const char *text, const er_band **band, double *centre_mhz);

/** Whether a carrier is LTE's: its band is one of TS 36.104 (B...), or the technology that a list
 *  states is ("4G", "LTE", "LTE-A"; case does not matter). A technology that names 5G or NR too is
 *  not, nor is one that is null. `band` may be null. */
bool er_is_lte(const er_band *band, const char *technology);

/** Resource blocks of an NR carrier (TS 38.101-1 table 5.3.2-1 for 15, 30 and 60 kHz, TS 38.101-2
 *  table 5.3.2-1 for 120 kHz and for 200 MHz at 60 kHz), and of an LTE one of 1.4 MHz at 15 kHz;
 *  between the tables' bandwidths and above them the next lower one. 0: none fits. */
int er_resource_blocks(double bandwidth_mhz, double subcarrier_khz);
/** Resource blocks of an LTE carrier (TS 36.101 table 5.6-1), which are fewer than NR's from 10 MHz
 *  on. 0: none fits. */
int er_lte_resource_blocks(double bandwidth_mhz);

/* ---- paths and their profile ------------------------------------------------------------------
 */

typedef enum er_zone { ER_ZONE_SEA = 1, ER_ZONE_COASTAL = 3, ER_ZONE_INLAND = 4 } er_zone;

/** A point of the ground between the antennas; the first is under the transmitter, the last under
 *  the receiver. */
typedef struct er_profile_point {
    double distance_km; /**< from the transmitter, strictly rising from 0 */
    double ground_m;    /**< above mean sea level */
    double clutter_m;   /**< representative height of what stands on the ground, 0 or more */
    er_zone zone;
} er_profile_point;

typedef struct er_profile {
    const er_profile_point *points;
    size_t count; /**< at least 2 */
} er_profile;

typedef enum er_polarization { ER_HORIZONTAL = 1, ER_VERTICAL = 2 } er_polarization;
typedef enum er_sight { ER_LOS, ER_NLOS, ER_LOS_EXPECTED } er_sight;

/** What a path-loss model is asked. er_path_defaults fills everything but frequency, heights and
 *  distance or profile. */
typedef struct er_path {
    double freq_mhz;
    double distance_m;  /**< horizontal, 0 or more; with a profile the profile's length counts */
    double tx_height_m; /**< antennas above ground */
    double rx_height_m;
    er_profile profile; /**< null points: none, for models without terrain */

    /* Recommendation ITU-R P.1812 */
    er_polarization polarization; /**< vertical */
    double time_pct;     /**< of the average year for which the loss is not exceeded, 1 to 50; 50 */
    double loc_pct;      /**< of locations, 1 to 99; 50 */
    double sigma_loc_db; /**< location variability; NAN: 5.5 (P.1812 section 4.8); used only where
                              loc_pct is not 50 */
    double n0;           /**< sea-level surface refractivity, N-units; 325 */
    double dn;           /**< mean refractivity lapse rate of the lowest km, N-units/km; 45 */
    double dct_km;       /**< land from each antenna to the coast on the path; NAN: from the */
    double dcr_km;       /**< profile's zones, 500 where it meets no sea */
    double tx_lat_deg;   /**< of the antennas, for the latitude of the path's middle; NAN: */
    double rx_lat_deg;   /**< taken as 45 degrees with ER_WARN_LATITUDE */
    double tx_lon_deg;   /**< both NAN: the middle has the mean of the latitudes, less than */
    double rx_lon_deg;   /**< 0.001 degrees off up to 50 km */

    /* 3GPP TR 38.901 */
    er_sight sight;    /**< expected: by the line-of-sight probability */
    double street_m;   /**< RMa: average street width W; 20 */
    double building_m; /**< RMa: average building height h; 5 */
} er_path;

er_path er_path_defaults(void);

/** Bits of er_path_result.warnings. er_warning_at gives each a stable code and a
 *  sentence. */
typedef enum er_warning {
    ER_WARN_FREQUENCY = 1u << 0, /**< outside the model's range */
    ER_WARN_DISTANCE = 1u << 1,
    ER_WARN_TX_HEIGHT = 1u << 2,
    ER_WARN_RX_HEIGHT = 1u << 3,
    ER_WARN_TIME_PCT = 1u << 4,
    ER_WARN_LOC_PCT = 1u << 5,
    ER_WARN_STREET = 1u << 6,
    ER_WARN_BUILDING = 1u << 7,
    ER_WARN_LATITUDE = 1u << 8,
    ER_WARN_FRESNEL = 1u << 9,          /**< less than 60 % of the first zone is clear */
    ER_WARN_OBSTRUCTED = 1u << 10,      /**< the straight line is blocked */
    ER_WARN_COARSE = 1u << 11,          /**< profile coarser than the model likes */
    ER_WARN_DEFAULT_ZONE = 1u << 12,    /**< no zones given: all inland */
    ER_WARN_DEFAULT_CLUTTER = 1u << 13, /**< no clutter given: none */
    ER_WARN_IGNORED = 1u << 14          /**< set by callers: given something outside the model's
                                             er_path_model.parts */
} er_warning;

typedef struct er_warning_text {
    unsigned bit;
    const char *code; /**< stable, for programs, such as "distance_out_of_range" */
    const char *text; /**< English sentence; er_text translates it */
} er_warning_text;
/** Entry i, or null past the last. */
const er_warning_text *er_warning_at(size_t i);

/** One intermediate quantity of a calculation, for people and programs. */
typedef struct er_quantity {
    const char *name;     /**< JSON key, such as "ld50_db" */
    const char *equation; /**< where it is defined, such as "P.1812-6 eq. 39" */
    double value;         /**< NAN: not defined on this path */
} er_quantity;
enum { ER_QUANTITY_LIMIT = 96 };
typedef struct er_quantities {
    er_quantity items[ER_QUANTITY_LIMIT];
    size_t count;
} er_quantities;

typedef struct er_path_result {
    double loss_db;    /**< basic transmission loss (isotropic antennas) */
    double sigma_db;   /**< spread of the loss over places at this distance: shadow fading or
                            location variability (of the mixture with ER_LOS_EXPECTED) */
    unsigned warnings; /**< er_warning bits */
} er_path_result;

/* ---- path-loss models -------------------------------------------------------------------------
 */

/** What of a path some models look at and others don't. */
typedef enum er_path_part {
    ER_PART_PROPAGATION = 1u << 0, /**< polarization, percentages, refractivity, coasts, places */
    ER_PART_SIGHT = 1u << 1,       /**< sight */
    ER_PART_STREETS = 1u << 2      /**< street_m, building_m */
} er_path_part;

/** A model. Adding one is one file and one line in src/radio/models.c; `link` and `cover` then have
 *  it. */
typedef struct er_path_model {
    const char *name;  /**< such as "tr38901-uma" */
    const char *title; /**< one line, English */
    const char *source;
    bool needs_profile; /**< over terrain; else by distance alone */
    unsigned parts; /**< er_path_part bits that it looks at, beside frequency, heights, length */
    /** Loss of one path; `quantities` may be null. Everything in `path` has been checked to be
     *  finite and of the right sign (er_path_loss does). */
    er_status (*loss)(er_context *ctx, const er_path *path, er_path_result *result,
                      er_quantities *quantities);
    /** The same for one pair of antennas and many distances at once, without warnings and
     *  intermediates: what the grid uses. Same numbers as `loss` to 1e-9 dB. Null for models over
     *  terrain. `sigma_db` may be null. */
    void (*losses)(const er_path *path, const double *distance_m, size_t count, double *loss_db,
                   double *sigma_db);
} er_path_model;

/** By exact name; null if there is none, or the name is null. */
const er_path_model *er_path_model_find(const char *name);
/** Model i of the table, or null past the last. */
const er_path_model *er_path_model_at(size_t i);

/** Check the path and compute. ER_ERR_RANGE names the field that is out of all sense: a frequency
 * or height of 0 or less, a time percentage outside 1 to 50, a location percentage outside 1 to 99,
 * a lapse rate outside -100 to 150 (at 157 the effective earth is flat). ER_ERR_INPUT names the
 *  profile's point by its number from 1: fewer than 2 points, a first distance other than 0, equal
 *  (by less than 1e-9 km) or falling distances, NaN, ground outside -12,000 to 10,000 m, clutter
 * outside 0 to 2,000 m, a zone other than 1, 3 and 4. */
er_status er_path_loss(er_context *ctx, const er_path_model *model, const er_path *path,
                       er_path_result *result, er_quantities *quantities_or_null);

/** Free-space basic transmission loss in dB, ITU-R P.525 eq. 4: 20 lg(4 pi d f / c); `distance_m`
 *  is the slant distance. */
double er_free_space_db(double freq_mhz, double distance_m);

/** Clearance of the straight line over the effective earth against the first Fresnel zone. */
typedef struct er_fresnel {
    double clearance_share; /**< least of clearance over radius; below 0: blocked; NAN: no points
                                 between the antennas */
    double at_km;           /**< where */
    double clearance_m;     /**< there, from line to ground with clutter */
    double radius_m;        /**< of the first zone there */
    bool line_of_sight;
} er_fresnel;
/** Of a path with a profile that er_path_loss takes. `earth_radius_km`, above 0, is the effective
 *  one (8,500, about 4/3 of the true one, is usual). */
er_fresnel er_fresnel_clearance(const er_path *path, double earth_radius_km);

/* ---- P.1812 along a radial --------------------------------------------------------------------
 */

/** Losses from one transmitter to receivers anywhere along a line, at a cost that grows with the
 *  line's length times its logarithm, not with its square: the same figures as er_path_loss for the
 *  profile made of the points pushed so far and the receiver's own point, to 1e-9 dB. */
typedef struct er_radial er_radial;

/** `path` gives everything but distance, profile, rx_lat_deg and rx_lon_deg. One radial object
 * belongs to one thread and is used again for line after line. Free with er_radial_free. */
er_status er_radial_new(er_context *ctx, const er_path *path, er_radial **out);
void er_radial_free(er_radial *radial);
/** Begin a line over the transmitter's ground. The transmitter's height stays. */
void er_radial_start(er_radial *radial, double tx_ground_m, er_zone tx_zone);
/** The next point of the line; distances rise. ER_ERR_MEMORY only. */
er_status er_radial_push(er_context *ctx, er_radial *radial, const er_profile_point *point);
/** The same for many points one after the other. */
er_status er_radial_push_many(er_context *ctx, er_radial *radial, const er_profile_point *points,
                              size_t count);
/** The same in two steps, for many receivers on one line: take the points ahead, then pass them up
 * to each receiver. Losses see those passed alone. ER_ERR_MEMORY only. */
er_status er_radial_take(er_context *ctx, er_radial *radial, const er_profile_point *points,
                         size_t count);
/** Pass the points taken so that `count` (at most those taken) are passed in all; fewer than so far
 *  changes nothing. */
void er_radial_pass(er_radial *radial, size_t count);
/** Loss to a receiver behind the last point pushed (which may be none). `rx_lat_deg` and
 *  `rx_lon_deg` as in er_path. Does not change the radial. */
er_path_result er_radial_loss(const er_radial *radial, double distance_km, double ground_m,
                              er_zone zone, double rx_height_m, double rx_lat_deg,
                              double rx_lon_deg);

/* ---- TR 38.901, part by part ------------------------------------------------------------------
 */

typedef enum er_environment { ER_ENV_RMA, ER_ENV_UMA, ER_ENV_UMI } er_environment;
const char *er_environment_name(er_environment environment); /**< rma, uma, umi */
bool er_environment_parse(const char *text, er_environment *out);
/** The model of an environment: tr38901-rma, ... */
const er_path_model *er_environment_model(er_environment environment);

/** Line-of-sight probability, TR 38.901 table 7.4.2-1, of an outdoor receiver; 0 to 1. A receiver
 *  above 23 m, where the table ends, counts as one at 23 m. */
double er_tr38901_los_probability(er_environment environment, double distance_2d_m,
                                  double rx_height_m);
/** Breakpoint distance in m: d_BP of RMa (table 7.4.1-1 note 5), d'_BP of UMa and UMi (note 1) with
 *  c = 3.0e8 m/s and an effective environment height of 1 m, which note 1 fixes for UMi and for UMa
 *  receivers below 13 m and draws at random above: one place has one answer here. 0 where an
 *  antenna is not above that height. */
double er_tr38901_breakpoint_m(er_environment environment, double freq_mhz, double tx_height_m,
                               double rx_height_m);

typedef enum er_building { ER_BUILDING_LOW_LOSS, ER_BUILDING_HIGH_LOSS, ER_VEHICLE } er_building;
/** Outdoor-to-indoor (or in-vehicle) loss in dB, TR 38.901 section 7.4.3: through the wall (tables
 *  7.4.3-1, 7.4.3-2), plus 0.5 dB for every metre of `depth_m` behind it; `sigma_db` its spread
 *  (4.4, 6.5; vehicle 5). Vehicle: 9 dB at any depth (with metallised windows the report has 20).
 *  The report vouches for 500 MHz (vehicle 600 MHz) to 100 GHz (60 GHz). ER_ERR_RANGE for a
 *  frequency outside 100 to 100,000 MHz or a depth outside 0 to 1,000 m. */
er_status er_indoor_loss(er_context *ctx, er_building building, double freq_mhz, double depth_m,
                         double *loss_db, double *sigma_db);

/* ---- antennas ----------------------------------------------------------------------------------
 */

/** A pattern: gain relative to isotropic by direction. Immutable; shared by threads. */
typedef struct er_antenna er_antenna;

/** Isotropic, of this gain, -100 to 100 dBi. */
er_status er_antenna_isotropic(er_context *ctx, double gain_dbi, er_antenna **out);
/** 3GPP sector element pattern, TR 38.901 table 7.3-1 (TR 36.814 table A.2.1.1-2 for macro
 *  antennas): A_H = -min(12 (phi/phi_3dB)^2, A_m), A_V likewise with the tilt, together
 *  -min(-(A_H + A_V), A_m). A beamwidth of 360 degrees or more: no A_H. Widths are between the
 *  points 3 dB down, 1 (vertical: 0.1) degree or more; A_m, the front-to-back ratio, 0 to 1,000 dB.
 */
er_status er_antenna_3gpp(er_context *ctx, double gain_dbi, double beamwidth_deg,
                          double vertical_beamwidth_deg, double front_to_back_db, er_antenna **out);
/** A pattern file in the MSI/Planet form: GAIN (dBi, or dBd: +2.15; without unit dBd, as the form
 *  has it, with a warning logged), HORIZONTAL n and VERTICAL n with one line for each of n (36 to
 *  3,600, usually 360) angles from 0 around in equal steps and its attenuation in dB, 0 or more;
 *  other lines (NAME, FREQUENCY, TILT, COMMENT in any encoding) are kept out of the way; any order,
 *  case and line ends. The horizontal cut turns clockwise from the antenna's bearing, the vertical
 *  one down from the horizon: 90 is straight down, 270 straight up.
 *
 *  Directions between the two cuts by their sum, in which the direction that both share (azimuth 0
 *  at the horizon) counts once, and never above the gain. Cuts with an electrical tilt hold it
 *  already: ask for the gain with the mechanical tilt alone.
 *
 *  ER_ERR_INPUT with the line's number for a file cut short, without gain or cut, with angles
 *  missing or out of order, negative attenuations, decimal commas, or more than 1 MB. `text` needs
 *  no end mark. */
er_status er_antenna_msi(er_context *ctx, const char *text, size_t size,
                         const char *name_for_errors, er_antenna **out);
void er_antenna_free(er_antenna *antenna);
/** Gain in dBi towards a direction: `azimuth_deg` clockwise from the antenna's own bearing,
 *  `elevation_deg` above its own horizon before tilt; `tilt_deg` (mechanical plus electrical,
 *  positive is down) turns the vertical cut. */
double er_antenna_gain_dbi(const er_antenna *antenna, double azimuth_deg, double elevation_deg,
                           double tilt_deg);
/** False if the gain is the same in all directions. */
bool er_antenna_is_directional(const er_antenna *antenna);
/** Largest gain in dBi in any direction. */
double er_antenna_peak_dbi(const er_antenna *antenna);

/* ---- link budget -------------------------------------------------------------------------------
 */

/** A carrier as transmitted, and what receives it. er_budget_defaults fills in macro figures. */
typedef struct er_budget {
    double freq_mhz;
    double bandwidth_mhz;
    double subcarrier_khz;
    er_duplex duplex;
    double dl_share;         /**< share of time (TDD) for the downlink, 0 to 1, the rest is the
                                  uplink's; TDD 52/70 (pattern DDDSU), FDD 1 and not looked at */
    double tx_power_dbm;     /**< of the whole carrier at the antenna port; 46 */
    double tx_loss_db;       /**< feeder and other losses, 0 */
    double rx_gain_dbi;      /**< of the terminal; 0 */
    double rx_loss_db;       /**< body, vehicle or building; 0 */
    double ue_noise_db;      /**< noise figure, 9 (TS 38.101 practice: 9, TR 36.942: 9) */
    double bs_noise_db;      /**< 5 */
    double ue_power_dbm;     /**< 23, power class 3 */
    double ul_bandwidth_mhz; /**< what one terminal at the edge gets; NAN: the whole carrier */
    int dl_layers;           /**< MIMO layers at most, 1 to 64; 1 */
    int ul_layers;           /**< 1 */
    double load;             /**< of every interfering cell, 0 to 0.99 (the uplink's noise rise has
                                  its pole at 1); 0.5 */
    bool lte;                /**< blocks are counted by LTE's table, at 15 kHz; false: by NR's */
} er_budget;
/** Duplex and spacing are those of the frequency's band; with no known band FDD at 15 kHz, from
 *  24,250 MHz up TDD at 120 kHz. LTE where the first band of that frequency is LTE's alone. */
er_budget er_budget_defaults(double freq_mhz, double bandwidth_mhz);
/** ER_ERR_RANGE naming the field. The functions below take a budget that has passed. */
er_status er_budget_check(er_context *ctx, const er_budget *budget);

/** Thermal noise power in dBm over a bandwidth above 0: -174 dBm/Hz (290 K) + 10 lg B + noise
 *  figure. */
double er_noise_dbm(double bandwidth_hz, double noise_figure_db);
/** Reference-signal level (RSRP, per resource element) per dBm of carrier: -10 lg(12 N_RB) with the
 *  blocks of NR, or of LTE, which has 6 % fewer (0.26 dB). NAN where none fits. */
double er_rsrp_offset_db(const er_budget *budget);
/** RSRP in dBm behind a path: carrier power, losses, antenna gains, path loss. Linear in gain and
 *  loss: a grid takes it once for 0 and 0 and adds. */
double er_rsrp_dbm(const er_budget *budget, double tx_gain_dbi, double loss_db);
/** Downlink signal to interference plus noise, dB, from levels in dBm of one kind (RSRP):
 *  `interference_mw` is the loaded sum over other cells of one kind, in mW per resource element. */
double er_sinr_db(const er_budget *budget, double rsrp_dbm, double interference_mw);
/** Uplink signal to noise, dB, at the base station over the terminal's bandwidth, with the
 *  interference rise of `load` (noise rise 1/(1 - load)). */
double er_uplink_snr_db(const er_budget *budget, double tx_gain_dbi, double loss_db);
/** Largest path loss at which RSRP reaches a level through the antenna's peak gain. */
double er_max_loss_db(const er_budget *budget, double peak_gain_dbi, double rsrp_dbm);

/* ---- fading ------------------------------------------------------------------------------------
 */

/** Probability that a level with normal spread exceeds a threshold: Q((threshold - level)/sigma); a
 *  sigma of 0 gives 0 or 1 (1 when equal). */
double er_probability_above(double level_db, double sigma_db, double threshold_db);
/** Share of a disc served where the edge is served with a probability, for a loss that rises by
 *  `exponent` x 10 lg d (Jakes 1974, eq. 2.5-25). NAN for a probability outside 0 to 1 or a
 *  negative spread or exponent. */
double er_area_probability(double edge_probability, double sigma_db, double exponent);

/* ---- throughput --------------------------------------------------------------------------------
 */

/** Spectral efficiency in bit/s/Hz of one layer, TR 36.942 annex A.1: attenuated and truncated
 *  Shannon. Downlink: alpha 0.6, -10 dB to 4.4; uplink: alpha 0.4, -10 dB to 2.0. */
double er_spectral_efficiency(double sinr_db, bool uplink);
/** Mbit/s of the whole carrier's resource blocks (uplink: of the terminal's bandwidth) for one user
 *  alone in the cell: efficiency x bandwidth x share of time. With several layers, n of them have
 *  10 lg n less signal each, and the best n counts. */
double er_downlink_mbps(const er_budget *budget, double sinr_db);
double er_uplink_mbps(const er_budget *budget, double snr_db);

/* ---- presets of regulators ---------------------------------------------------------------------
 */

/** A level that a place may have; the levels of a preset fall from the strictest to the weakest. */
typedef struct er_coverage_level {
    const char *name; /**< stable, for fields, such as "very_good" */
    const char *title;
    const char *title_zh;
    double min_rsrp_dbm; /**< NAN: not asked */
    double min_dl_mbps;
    double min_ul_mbps;
} er_coverage_level;

/** What counts as covered. Adding a preset is one entry in src/radio/coverage_presets.c. */
typedef struct er_coverage_preset {
    const char *name;        /**< fcc-5g-7-1, ... */
    const char *title;       /**< one line, English; er_text translates it */
    const char *source;      /**< document and section of every figure; says which are ours */
    double edge_probability; /**< 0 < p < 1, at the cell's edge */
    double load;             /**< of interfering cells */
    double rx_height_m;
    double resolution_m;             /**< cell size, at most what the source asks */
    const er_coverage_level *levels; /**< a place counts as served from the last one on */
    size_t level_count;
} er_coverage_preset;
/** By exact name; null if there is none. Static storage. */
const er_coverage_preset *er_coverage_preset_find(const char *name);
/** Preset i of the table, or null past the last. */
const er_coverage_preset *er_coverage_preset_at(size_t i);

#ifdef __cplusplus
}
#endif
#endif
