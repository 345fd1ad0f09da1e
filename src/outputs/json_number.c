/* Numbers as JSON text. */
#include "outputs/json_text.h"

#include <math.h>
#include <stdio.h>
#include <string.h>

enum { MOST_DECIMALS = 7, ROOM = 400 /* of %f of any double */ };
static const uint64_t powers[] = {1, 10, 100, 1000, 10000, 100000, 1000000, 10000000};
/* Below it the product with 10^7 leaves bits for its fraction. */
static const double most_scaled = 0x1p20;

/** The magnitude in units of 1 / power, rounded from its exact value; to even where it is exactly
 *  between. */
static uint64_t scaled(double magnitude, uint64_t power) {
    double product = magnitude * (double)power;
    double rest = fma(magnitude, (double)power, -product); /* product + rest is exact */
    double whole = rint(product), over = product - whole;  /* even where over is a half */
    if (over == 0.5 && rest > 0) whole += 1;
    if (over == -0.5 && rest < 0) whole -= 1;
    return (uint64_t)whole;
}

/** The digits of a number before `end`; returns the first. */
static char *digits_before(char *end, uint64_t number) {
    do
        *--end = (char)('0' + number % 10);
    while ((number /= 10) > 0);
    return end;
}

/** Put units of 10^-decimals with their point. */
static void put_units(er_json_text *text, bool negative, uint64_t units, int decimals, bool trim) {
    char buffer[32], *end = buffer + sizeof buffer, *stop = end;
    uint64_t whole = units / powers[decimals], part = units % powers[decimals];
    for (int i = 0; i < decimals; i++, part /= 10)
        *--end = (char)('0' + part % 10);
    if (trim)
        while (stop - end > 1 && stop[-1] == '0')
            stop--;
    if (decimals > 0) *--end = '.';
    end = digits_before(end, whole);
    if (negative) *--end = '-';
    er_json_text_raw(text, end, (size_t)(stop - end));
}

void er_json_text_int(er_json_text *text, int64_t value) {
    char buffer[32], *end = buffer + sizeof buffer;
    uint64_t magnitude = value < 0 ? 0 - (uint64_t)value : (uint64_t)value;
    char *first = digits_before(end, magnitude);
    if (value < 0) *--first = '-';
    er_json_text_raw(text, first, (size_t)(end - first));
}

/** A decimal comma of the locale becomes a point. */
static void put_printed(er_json_text *text, char *printed) {
    size_t ordinary = strspn(printed, "+-0123456789e.");
    if (printed[ordinary]) printed[ordinary] = '.';
    er_json_text_put(text, printed);
}

void er_json_text_fixed(er_json_text *text, double value, int decimals, bool trim) {
    double magnitude = fabs(value);
    if (magnitude < most_scaled) {
        put_units(text, signbit(value), scaled(magnitude, powers[decimals]), decimals, trim);
        return;
    }
    char printed[ROOM]; /* such a number has no trailing digits that count here */
    snprintf(printed, sizeof printed, "%.*f", decimals, value);
    size_t length = strlen(printed);
    while (trim && decimals > 1 && length > 2 && printed[length - 1] == '0' &&
           printed[length - 2] >= '0' && printed[length - 2] <= '9')
        printed[--length] = '\0';
    put_printed(text, printed);
}

/* ---- reals of a column ----------------------------------------------------------------------- */

/** Units of 10^-decimals, if the number is nothing else, has 15 figures at most and needs no
 *  exponent: then its 15 figures are theirs. */
static bool is_decimal(double magnitude, int decimals, uint64_t *units) {
    static const double least = 1e-4, most_units = 1e15;
    if (decimals < 1 || decimals > MOST_DECIMALS || magnitude >= most_scaled) return false;
    if (magnitude != 0 && magnitude < least) return false;
    *units = scaled(magnitude, powers[decimals]);
    return (double)*units < most_units && (double)*units / (double)powers[decimals] == magnitude;
}

/** Fewer figures are taken only where they still have a point. */
static void print_exact(char printed[ROOM], double value) {
    enum { FIGURES = 17, FEWEST = 14 };
    for (int figures = FIGURES; figures >= FEWEST; figures--) {
        snprintf(printed, ROOM, "%.*g", figures, value);
        const char *point = strpbrk(printed, ".,");
        bool noisy = point && (strstr(point, "999999") || strstr(point, "000000"));
        if (!noisy && (point || figures == FIGURES)) return;
    }
    snprintf(printed, ROOM, "%.*g", FIGURES, value);
}

void er_json_text_real(er_json_text *text, double value, int decimals, bool exact) {
    char printed[ROOM];
    uint64_t units = 0;
    if (!exact && is_decimal(fabs(value), decimals, &units)) {
        put_units(text, signbit(value), units, decimals, true);
        return;
    }
    if (exact)
        print_exact(printed, value);
    else
        snprintf(printed, sizeof printed, "%.15g", value);
    put_printed(text, printed);
    if (strspn(printed, "+-0123456789") == strlen(printed)) er_json_text_put(text, ".0");
}
