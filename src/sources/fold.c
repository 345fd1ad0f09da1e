#include "sources/fold.h"

#include "evenreach/sources.h"

#include <stdlib.h>
#include <string.h>
#include <utf8proc.h>

/** Characters that are written for one another: {as found, as compared}. */
static const struct {
    utf8proc_int32_t from;
    utf8proc_int32_t to;
} variants[] = {
    {0x53F0, 0x81FA}, /* 台 for 臺 */
    {0x5CEF, 0x5CF0}, /* 峯 for 峰 */
    {0x9115, 0x9109}, /* 鄕 for 鄉 */
    {0x6237, 0x6236}, /* 户 for 戶 */
    {0x6238, 0x6236}, /* 戸 for 戶 */
    {0x5EA7, 0x5750}, /* 座 for 坐, as in 坐標 */
};

static utf8proc_int32_t plain_variant(utf8proc_int32_t codepoint) {
    for (size_t i = 0; i < sizeof variants / sizeof variants[0]; i++)
        if (variants[i].from == codepoint) return variants[i].to;
    return codepoint;
}

/** Letters, digits and marks are compared; everything else only sets them apart. */
static bool is_compared(utf8proc_int32_t codepoint) {
    switch (utf8proc_category(codepoint)) {
    case UTF8PROC_CATEGORY_LU:
    case UTF8PROC_CATEGORY_LL:
    case UTF8PROC_CATEGORY_LT:
    case UTF8PROC_CATEGORY_LM:
    case UTF8PROC_CATEGORY_LO:
    case UTF8PROC_CATEGORY_MN:
    case UTF8PROC_CATEGORY_MC:
    case UTF8PROC_CATEGORY_ND:
    case UTF8PROC_CATEGORY_NL:
    case UTF8PROC_CATEGORY_NO:
        return true;
    default:
        return false;
    }
}

er_status er_fold(er_context *ctx, const char *text, char **out) {
    char *folded = NULL;
    utf8proc_uint8_t *cased = utf8proc_NFKC_Casefold((const utf8proc_uint8_t *)text);
    if (!cased) return er_alloc(ctx, 1, 1, out);
    /* A variant may take a byte more than what it stands for; none takes more than four. */
    er_status status = er_alloc(ctx, 4 * strlen((const char *)cased) + 1, 1, &folded);
    size_t used = 0;
    for (const utf8proc_uint8_t *at = cased; status == ER_OK && *at;) {
        utf8proc_int32_t codepoint;
        utf8proc_ssize_t size = utf8proc_iterate(at, -1, &codepoint);
        if (size < 1) break;
        at += size;
        if (is_compared(codepoint))
            used += (size_t)utf8proc_encode_char(plain_variant(codepoint),
                                                 (utf8proc_uint8_t *)folded + used);
    }
    free(cased);
    if (status == ER_OK) *out = folded;
    return status;
}

er_status er_unit_code(er_context *ctx, const char *text, char **out) {
    utf8proc_uint8_t *plain = utf8proc_NFKC((const utf8proc_uint8_t *)text);
    char *code = NULL;
    if (!plain) return er_fail(ctx, ER_ERR_INPUT, "'%.60s' is not UTF-8 text", text);
    er_status status = er_alloc(ctx, strlen((const char *)plain) + 1, 1, &code);
    bool digits = true; /* besides hyphens */
    size_t used = 0;
    for (const utf8proc_uint8_t *c = plain; status == ER_OK && *c; c++) {
        if (*c <= ' ') continue;
        digits = digits && ((*c >= '0' && *c <= '9') || *c == '-');
        code[used++] = (char)*c;
    }
    free(plain);
    if (status != ER_OK) return status;
    if (digits) {
        size_t kept = 0;
        for (size_t i = 0; i < used; i++)
            if (code[i] != '-') code[kept++] = code[i];
        used = kept;
    }
    code[used] = '\0';
    *out = code;
    return ER_OK;
}
