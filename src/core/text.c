#include "evenreach/core.h"

#include <errno.h>
#include <locale.h>
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <utf8proc.h>

bool er_utf8_valid(const char *text, size_t length) {
    const utf8proc_uint8_t *bytes = (const utf8proc_uint8_t *)text;
    size_t at = 0;
    while (at < length) {
        if (bytes[at] == 0) return false;
        if (bytes[at] < 0x80) {
            at++;
            continue;
        }
        utf8proc_int32_t codepoint;
        utf8proc_ssize_t used =
            utf8proc_iterate(bytes + at, (utf8proc_ssize_t)(length - at), &codepoint);
        if (used < 1) return false;
        at += (size_t)used;
    }
    return true;
}

size_t er_utf8_columns(const char *text) {
    const utf8proc_uint8_t *bytes = (const utf8proc_uint8_t *)text;
    size_t columns = 0;
    while (*bytes) {
        utf8proc_int32_t codepoint;
        utf8proc_ssize_t used = utf8proc_iterate(bytes, -1, &codepoint);
        if (used < 1) {
            bytes++;
            columns++;
            continue;
        }
        int width = utf8proc_charwidth(codepoint);
        columns += width > 0 ? (size_t)width : 0;
        bytes += used;
    }
    return columns;
}

/** Bytes of white space that the text begins with: 0 if none. */
static size_t leading_space(const char *text, size_t length) {
    static const char *const wide[] = {"\xC2\xA0", "\xE3\x80\x80", "\xEF\xBB\xBF"};
    if (length == 0) return 0;
    if (memchr(" \t\r\n\v\f", text[0], 6)) return 1;
    for (size_t i = 0; i < sizeof wide / sizeof wide[0]; i++) {
        size_t size = strlen(wide[i]);
        if (length >= size && memcmp(text, wide[i], size) == 0) return size;
    }
    return 0;
}

void er_trim(const char **text, size_t *length) {
    size_t skip;
    while ((skip = leading_space(*text, *length)) > 0) {
        *text += skip;
        *length -= skip;
    }
    for (bool more = true; more && *length > 0;) {
        more = false;
        for (size_t size = 1; size <= 3 && size <= *length; size++)
            if (leading_space(*text + *length - size, size) == size) {
                *length -= size;
                more = true;
                break;
            }
    }
}

static unsigned char lower(char c) {
    return (unsigned char)(c >= 'A' && c <= 'Z' ? c - 'A' + 'a' : c);
}

bool er_same_text(const char *a, const char *b) {
    while (*a && lower(*a) == lower(*b)) {
        a++;
        b++;
    }
    return lower(*a) == lower(*b);
}

bool er_equal_texts(const char *a, const char *b) {
    return a == b || (a && b && strcmp(a, b) == 0);
}

bool er_equal_numbers(double a, double b) {
    return a == b || (isnan(a) && isnan(b));
}

/** The number's characters without thousands commas; false if it has none of a number's form. */
static bool plain_number(const char *text, char *plain, size_t size, bool whole) {
    size_t length = strlen(text);
    er_trim(&text, &length);
    size_t at = 0, out = 0, digits = 0;
    if (length == 0 || length >= size) return false;
    if (text[at] == '+' || text[at] == '-') plain[out++] = text[at++];
    const char *comma = memchr(text, ',', length);
    size_t group = 0; /* digits since the last comma */
    for (; at < length && ((text[at] >= '0' && text[at] <= '9') || text[at] == ','); at++) {
        if (text[at] == ',') {
            bool first = comma == text + at;
            if (group == 0 || group > 3 || (!first && group != 3)) return false;
            group = 0;
        } else {
            plain[out++] = text[at];
            group++;
            digits++;
        }
    }
    if (comma && group != 3) return false;
    if (!whole && at < length && text[at] == '.') {
        plain[out++] = text[at++];
        for (; at < length && text[at] >= '0' && text[at] <= '9'; at++, digits++)
            plain[out++] = text[at];
    }
    if (digits == 0) return false;
    if (!whole && at < length && (text[at] == 'e' || text[at] == 'E')) {
        plain[out++] = text[at++];
        if (at < length && (text[at] == '+' || text[at] == '-')) plain[out++] = text[at++];
        size_t exponent = at;
        for (; at < length && text[at] >= '0' && text[at] <= '9'; at++)
            plain[out++] = text[at];
        if (at == exponent) return false;
    }
    plain[out] = '\0';
    return at == length;
}

/** strtod of the C locale, whatever the host program has set. */
static double c_locale_double(const char *plain) {
    const struct lconv *locale = localeconv();
    if (!strchr(plain, '.') || strcmp(locale->decimal_point, ".") == 0) return strtod(plain, NULL);
    locale_t c = newlocale(LC_NUMERIC_MASK, "C", (locale_t)0);
    double value = c ? strtod_l(plain, NULL, c) : NAN;
    if (c) freelocale(c);
    return value;
}

bool er_parse_double(const char *text, double *out) {
    char plain[512];
    if (!plain_number(text, plain, sizeof plain, false)) return false;
    double value = c_locale_double(plain);
    if (!isfinite(value)) return false;
    *out = value;
    return true;
}

bool er_parse_int64(const char *text, int64_t *out) {
    char plain[64];
    if (!plain_number(text, plain, sizeof plain, true)) return false;
    errno = 0;
    long long value = strtoll(plain, NULL, 10);
    if (errno != 0) return false;
    *out = value;
    return true;
}

const char *er_format_double(double value, char *buffer) {
    if (!isfinite(value)) return strcpy(buffer, "null");
    if (value == 0) return strcpy(buffer, "0");
    if (fabs(value) < 1e15 && value == trunc(value)) {
        snprintf(buffer, 32, "%lld", (long long)value);
        return buffer;
    }
    for (int digits = 15; digits <= 17; digits++) {
        snprintf(buffer, 32, "%.*g", digits, value);
        for (char *c = buffer; *c; c++) /* a host program's locale may write a comma */
            if (*c == ',') *c = '.';
        if (c_locale_double(buffer) == value) break;
    }
    return buffer;
}

double er_round(double value, int decimals) {
    static const double power[] = {1e0, 1e1, 1e2, 1e3,  1e4,  1e5, 1e6,
                                   1e7, 1e8, 1e9, 1e10, 1e11, 1e12};
    if (!isfinite(value) || decimals < 0 || decimals > 12) return value;
    double scaled = value * power[decimals];
    if (fabs(scaled) > 9e15) /* no digits to round away */
        return value;
    return round(scaled) / power[decimals] + 0.0;
}
