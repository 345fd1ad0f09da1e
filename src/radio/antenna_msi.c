/* Antenna patterns in the MSI/Planet form, line by line: a keyword with its text, or, behind
 * HORIZONTAL n and VERTICAL n, n lines of angle and attenuation. The form has no standard; this
 * follows what its writers agree on (radiomobile.pe1mew.nl, "MSI"; the conventions in the manual of
 * RF::Antenna::Planet::MSI::Format, CPAN):
 *   - attenuations are dB below the gain, positive;
 *   - a gain without unit is in dBd, over a half-wave dipole;
 *   - the horizontal cut turns clockwise from the antenna's bearing, the vertical one down from the
 *     horizon in front of it: 90 is the ground, 180 behind, 270 the sky;
 *   - the first line may be the name without its keyword. */
#include "radio/antenna_cut.h"

#include <math.h>
#include <string.h>

enum {
    SIZE_LIMIT = 1 << 20,
    TOKEN_LIMIT = 32, /**< bytes that a keyword or number needs at most */
    LEAST_ANGLES = 36,
    MOST_ANGLES = 3600,
};

static const double dipole_dbi = 2.15;       /* gain of a half-wave dipole, ITU-R BS.561 note 3 */
static const double angle_tolerance = 0.011; /* of angles written with two decimals */
static const double attenuation_limit_db = 1000;

struct reader {
    er_context *ctx;
    const char *file;
    const char *at;  /**< first byte of the next line */
    const char *end; /**< of the file */
    size_t line;
    const char *text; /**< rest of the current line */
    size_t length;
    bool has_gain;
    er_antenna *antenna;
};

/* ---- lines and words ------------------------------------------------------------------------ */

/** The next line with more than white space; false at the end of the file. */
static bool next_line(struct reader *r) {
    while (r->at < r->end) {
        const char *stop = r->at;
        while (stop < r->end && *stop != '\n' && *stop != '\r')
            stop++;
        r->text = r->at;
        r->length = (size_t)(stop - r->at);
        r->line++;
        bool carriage = stop < r->end && *stop == '\r';
        r->at = stop < r->end ? stop + 1 : stop;
        if (carriage && r->at < r->end && *r->at == '\n') r->at++;
        er_trim(&r->text, &r->length);
        if (r->length) return true;
    }
    return false;
}

static bool is_space(char c) {
    return c == ' ' || c == '\t' || c == '\v' || c == '\f';
}

/** Take the line's next word into `word`; "" where there is none or it is too long for one. */
static void take_word(struct reader *r, char word[TOKEN_LIMIT]) {
    size_t size = 0;
    while (size < r->length && !is_space(r->text[size]))
        size++;
    size_t kept = size < TOKEN_LIMIT && !memchr(r->text, '\0', size) ? size : 0;
    memcpy(word, r->text, kept);
    word[kept] = '\0';
    r->text += size;
    r->length -= size;
    er_trim(&r->text, &r->length);
}

/** A number with a point: a comma could be meant for either of two things. */
static bool take_number(struct reader *r, double *out) {
    char word[TOKEN_LIMIT];
    take_word(r, word);
    return !strchr(word, ',') && er_parse_double(word, out);
}

/* ---- cuts ----------------------------------------------------------------------------------- */

static er_status fail_row(struct reader *r, const char *cut, size_t row, size_t count) {
    return er_fail(
        r->ctx, ER_ERR_INPUT,
        "%s, line %zu: an angle and an attenuation in dB are needed here, row %zu of %zu "
        "of the %s cut; write numbers with a decimal point",
        r->file, r->line, row + 1, count, cut);
}

static er_status read_row(struct reader *r, const char *name, er_cut *cut, size_t row) {
    double angle = 0, loss = 0;
    if (!take_number(r, &angle) || !take_number(r, &loss) || r->length)
        return fail_row(r, name, row, cut->count);
    double expected = (double)row / cut->entries_per_degree;
    if (!(fabs(angle - expected) <= angle_tolerance))
        return er_fail(
            r->ctx, ER_ERR_INPUT,
            "%s, line %zu: the angle is %g where %g comes next in a %s cut of %zu; angles "
            "go once around from 0 in equal steps",
            r->file, r->line, angle, expected, name, cut->count);
    if (!(loss >= 0 && loss <= attenuation_limit_db))
        return er_fail(r->ctx, ER_ERR_INPUT,
                       "%s, line %zu: the attenuation is %g dB; write dB below the gain, 0 to %g",
                       r->file, r->line, loss, attenuation_limit_db);
    cut->loss_db[row] = loss;
    return ER_OK;
}

static er_status read_cut(struct reader *r, const char *name, er_cut *cut) {
    char word[TOKEN_LIMIT];
    int64_t count = 0;
    take_word(r, word);
    if (cut->count)
        return er_fail(r->ctx, ER_ERR_INPUT, "%s, line %zu: a second %s cut; keep one", r->file,
                       r->line, name);
    if (!er_parse_int64(word, &count) || count < LEAST_ANGLES || count > MOST_ANGLES)
        return er_fail(r->ctx, ER_ERR_INPUT,
                       "%s, line %zu: how many angles the %s cut has is needed, %d to %d, usually "
                       "360",
                       r->file, r->line, name, LEAST_ANGLES, MOST_ANGLES);
    ER_TRY(er_alloc(r->ctx, (size_t)count + 1, sizeof *cut->loss_db, &cut->loss_db));
    cut->count = (size_t)count;
    cut->entries_per_degree = (double)count / 360;
    for (size_t row = 0; row < cut->count; row++) {
        if (!next_line(r))
            return er_fail(r->ctx, ER_ERR_INPUT,
                           "%s, line %zu: the file ends after %zu of the %zu angles of its %s cut",
                           r->file, r->line, row, cut->count, name);
        ER_TRY(read_row(r, name, cut, row));
    }
    cut->loss_db[cut->count] = cut->loss_db[0];
    return ER_OK;
}

/* ---- keywords ------------------------------------------------------------------------------- */

enum unit { UNIT_NONE, UNIT_DBI, UNIT_DBD, UNIT_UNKNOWN };

/** "dBi", "(dBd)", "". */
static enum unit unit_of(char *word) {
    size_t size = strlen(word);
    if (size > 2 && word[0] == '(' && word[size - 1] == ')') {
        word[size - 1] = '\0';
        word++;
    }
    if (!*word) return UNIT_NONE;
    return er_same_text(word, "dbi")   ? UNIT_DBI
           : er_same_text(word, "dbd") ? UNIT_DBD
                                       : UNIT_UNKNOWN;
}

/** "17.5 dBi", "17.5dBd", "17.5", "(dBi) 17.5". */
static bool take_gain(struct reader *r, double *gain, enum unit *unit) {
    char word[TOKEN_LIMIT], unit_word[TOKEN_LIMIT];
    take_word(r, word);
    size_t digits = strspn(word, "+-.0123456789");
    if (digits == 0) { /* the unit first */
        *unit = unit_of(word);
        return take_number(r, gain) && r->length == 0 && *unit != UNIT_NONE;
    }
    memcpy(unit_word, word + digits, strlen(word + digits) + 1);
    word[digits] = '\0';
    if (!*unit_word) take_word(r, unit_word);
    *unit = unit_of(unit_word);
    return er_parse_double(word, gain) && r->length == 0;
}

static er_status read_gain(struct reader *r) {
    double gain = 0;
    enum unit unit = UNIT_UNKNOWN;
    if (!take_gain(r, &gain, &unit) || unit == UNIT_UNKNOWN || fabs(gain) > 97)
        return er_fail(r->ctx, ER_ERR_INPUT,
                       "%s, line %zu: the gain can't be read; write such as GAIN 17.5 dBi", r->file,
                       r->line);
    if (r->has_gain)
        return er_fail(r->ctx, ER_ERR_INPUT, "%s, line %zu: a second gain; keep one", r->file,
                       r->line);
    r->has_gain = true;
    r->antenna->gain_dbi = unit == UNIT_DBI ? gain : gain + dipole_dbi;
    if (unit == UNIT_NONE)
        er_log(r->ctx, ER_LOG_WARNING,
               "%s, line %zu: a gain of %g without unit is in dBd, which is %g dBi; write dBd or "
               "dBi behind it",
               r->file, r->line, gain, r->antenna->gain_dbi);
    return ER_OK;
}

/** ELECTRICAL_TILT 6, TILT ELECTRICAL 6, TILT 6: the cuts of such a file already hold the tilt; a
 *  station that states it too would tilt twice. */
static void read_electrical_tilt(struct reader *r) {
    double tilt = 0;
    char word[TOKEN_LIMIT];
    struct reader before = *r;
    take_word(r, word);
    if (!er_same_text(word, "electrical")) *r = before;
    if (take_number(r, &tilt) && tilt != 0)
        er_log(
            r->ctx, ER_LOG_INFO,
            "%s, line %zu: this pattern holds an electrical tilt of %g degrees; give its stations "
            "the mechanical tilt alone",
            r->file, r->line, tilt);
}

/** Two numbers and nothing else: a row of a cut. */
static bool is_row(struct reader r) {
    double angle, loss;
    return take_number(&r, &angle) && take_number(&r, &loss) && !r.length;
}

static er_status read_line(struct reader *r, bool first) {
    char word[TOKEN_LIMIT];
    if (!first && is_row(*r))
        return er_fail(
            r->ctx, ER_ERR_INPUT,
            "%s, line %zu: an angle that belongs to no cut; HORIZONTAL and VERTICAL must "
            "state how many follow",
            r->file, r->line);
    take_word(r, word);
    if (er_same_text(word, "horizontal")) return read_cut(r, "horizontal", &r->antenna->horizontal);
    if (er_same_text(word, "vertical")) return read_cut(r, "vertical", &r->antenna->vertical);
    if (er_same_text(word, "gain")) return read_gain(r);
    if (er_same_text(word, "electrical_tilt") || er_same_text(word, "tilt"))
        read_electrical_tilt(r);
    return ER_OK;
}

static er_status read_all(struct reader *r, size_t size) {
    if (size > SIZE_LIMIT)
        return er_fail(r->ctx, ER_ERR_INPUT,
                       "%s: %zu bytes are too many for an antenna pattern; give a file of at most "
                       "1 MB",
                       r->file, size);
    for (bool first = true; next_line(r); first = false)
        ER_TRY(read_line(r, first));
    const char *missing = !r->antenna->horizontal.count ? "HORIZONTAL 360"
                          : !r->antenna->vertical.count ? "VERTICAL 360"
                          : !r->has_gain                ? "GAIN"
                                                        : NULL;
    if (missing)
        return er_fail(
            r->ctx, ER_ERR_INPUT,
            "%s, line %zu: the file ends without a line %s; a pattern needs its gain and "
            "both cuts",
            r->file, r->line, missing);
    r->antenna->shared_db = r->antenna->horizontal.loss_db[0];
    return ER_OK;
}

er_status er_antenna_msi(er_context *ctx, const char *text, size_t size,
                         const char *name_for_errors, er_antenna **out) {
    struct reader r = {.ctx = ctx, .file = name_for_errors, .at = text, .end = text + size};
    ER_TRY(er_antenna_new(ctx, 0, &r.antenna));
    er_status status = read_all(&r, size);
    if (status == ER_OK)
        *out = r.antenna;
    else
        er_antenna_free(r.antenna);
    return status;
}
