#include "sources/yaml_schema.h"

#include <stdio.h>
#include <string.h>

typedef struct checker {
    er_context *ctx;
    const char *name;
} checker;

enum { LIST_SIZE = 1200, WORD_LIMIT = 64, SHOWN_LIMIT = 60 };

/** Levenshtein's edit distance (Wagner, Fischer: The string-to-string correction problem, J. ACM
 *  21, 1974) over bytes; longer words than WORD_LIMIT are simply far away. */
static size_t edit_distance(const char *a, const char *b) {
    size_t n = strlen(a), m = strlen(b), row[WORD_LIMIT + 1];
    if (n > WORD_LIMIT || m > WORD_LIMIT) return WORD_LIMIT;
    for (size_t j = 0; j <= m; j++)
        row[j] = j;
    for (size_t i = 1; i <= n; i++) {
        size_t diagonal = row[0];
        row[0] = i;
        for (size_t j = 1; j <= m; j++) {
            size_t best = diagonal + (a[i - 1] != b[j - 1]);
            if (row[j] + 1 < best) best = row[j] + 1;
            if (row[j - 1] + 1 < best) best = row[j - 1] + 1;
            diagonal = row[j];
            row[j] = best;
        }
    }
    return row[m];
}

/** The words in one line, and the one nearest to what was written (null: none is near). */
typedef struct allowed {
    char list[LIST_SIZE];
    const char *nearest;
    size_t distance;
} allowed;

static void allow(allowed *all, const char *word, const char *written) {
    size_t used = strlen(all->list);
    snprintf(all->list + used, sizeof all->list - used, "%s%s", used ? ", " : "", word);
    size_t distance = edit_distance(word, written);
    if (distance <= 1 + strlen(word) / 3 && (!all->nearest || distance < all->distance)) {
        all->nearest = word;
        all->distance = distance;
    }
}

/** A scalar as shown in a message: cut if long, so that the line stays a line. */
static const char *shown(const char *text, char buffer[SHOWN_LIMIT + 8]) {
    size_t length = strlen(text);
    if (length <= SHOWN_LIMIT) return text;
    size_t cut = SHOWN_LIMIT;
    while (cut > 0 && ((unsigned char)text[cut] & 0xC0) == 0x80) /* not inside a character */
        cut--;
    snprintf(buffer, SHOWN_LIMIT + 8, "%.*s...", (int)cut, text);
    return buffer;
}

static er_status unknown_key(const checker *check, const er_yaml_node *node,
                             const cyaml_schema_field_t *fields) {
    allowed all = {.nearest = NULL};
    char buffer[SHOWN_LIMIT + 8];
    for (const cyaml_schema_field_t *field = fields; field->key; field++)
        allow(&all, field->key, node->key);
    const char *key = shown(node->key, buffer);
    if (all.nearest)
        return er_fail(check->ctx, ER_ERR_INPUT,
                       "%s:%d: '%s' is not a key here; did you mean '%s'? (allowed: %s)",
                       check->name, node->line, key, all.nearest, all.list);
    return er_fail(check->ctx, ER_ERR_INPUT, "%s:%d: '%s' is not a key here (allowed: %s)",
                   check->name, node->line, key, all.list);
}

static const char *label(const er_yaml_node *node) {
    return node->key ? node->key : "-";
}

static er_status check_enum(const checker *check, const er_yaml_node *node,
                            const cyaml_schema_value_t *schema) {
    allowed all = {.nearest = NULL};
    for (uint32_t i = 0; i < schema->enumeration.count; i++) {
        if (strcmp(schema->enumeration.strings[i].str, node->text) == 0) return ER_OK;
        allow(&all, schema->enumeration.strings[i].str, node->text);
    }
    char buffer[SHOWN_LIMIT + 8];
    return er_fail(check->ctx, ER_ERR_INPUT, "%s:%d: %s: '%s' is not known (allowed: %s)",
                   check->name, node->line, label(node), shown(node->text, buffer), all.list);
}

/** A plain decimal number: no thousands comma, no unit, no percent sign. */
static bool is_number(const char *text) {
    double value;
    return !strpbrk(text, ", \t\r\n") && er_parse_double(text, &value);
}

/** Digits only, no leading zero (libcyaml would read it as octal), at most 2^53. */
static bool is_count(const char *text) {
    int64_t value;
    return strspn(text, "0123456789") == strlen(text) && (text[0] != '0' || text[1] == '\0') &&
           er_parse_int64(text, &value) && value <= INT64_C(9007199254740992);
}

static bool is_yes_no(const char *text) {
    static const char *const words[] = {"true", "false", "yes", "no"};
    for (size_t i = 0; i < sizeof words / sizeof words[0]; i++)
        if (strcmp(text, words[i]) == 0) return true;
    return false;
}

static er_status check_scalar(const checker *check, const er_yaml_node *node,
                              const cyaml_schema_value_t *schema) {
    const char *wanted = NULL;
    char buffer[SHOWN_LIMIT + 8];
    if (node->kind != ER_YAML_SCALAR)
        return er_fail(check->ctx, ER_ERR_INPUT,
                       "%s:%d: %s takes one value, not a list or a mapping", check->name,
                       node->line, label(node));
    if (er_yaml_is_null(node) || node->text[0] == '\0')
        return er_fail(check->ctx, ER_ERR_INPUT,
                       "%s:%d: %s has no value; write one, or leave the key out", check->name,
                       node->line, label(node));
    if (schema->type == CYAML_ENUM) return check_enum(check, node, schema);
    if (schema->type == CYAML_STRING && strlen(node->text) > schema->string.max)
        return er_fail(check->ctx, ER_ERR_INPUT, "%s:%d: %s: longer than %u bytes", check->name,
                       node->line, label(node), schema->string.max);
    if (schema->type == CYAML_FLOAT && !is_number(node->text))
        wanted =
            "a number, such as 0.5 or 400 (the key says the unit; write no unit or percent sign)";
    if (schema->type == CYAML_UINT && !is_count(node->text))
        wanted = "a whole number from 0 to 9007199254740992";
    if (schema->type == CYAML_BOOL && !is_yes_no(node->text)) wanted = "true or false";
    if (!wanted) return ER_OK;
    return er_fail(check->ctx, ER_ERR_INPUT, "%s:%d: %s: '%s' is not %s", check->name, node->line,
                   label(node), shown(node->text, buffer), er_text(check->ctx, wanted));
}

static er_status check_value(const checker *check, const er_yaml_node *node,
                             const cyaml_schema_value_t *schema);

static er_status check_map(const checker *check, const er_yaml_node *node,
                           const cyaml_schema_value_t *schema) {
    const cyaml_schema_field_t *fields = schema->mapping.fields;
    int seen[ER_YAML_KEY_LIMIT] = {0}; /* line of each key */
    if (node->kind != ER_YAML_MAP)
        return er_fail(check->ctx, ER_ERR_INPUT,
                       "%s:%d: %s takes keys and values, such as '%s: ...'", check->name,
                       node->line, label(node), fields[0].key);
    for (const er_yaml_node *child = node->first; child; child = child->next) {
        size_t i = 0;
        while (fields[i].key && strcmp(fields[i].key, child->key) != 0)
            i++;
        if (!fields[i].key) return unknown_key(check, child, fields);
        if (seen[i])
            return er_fail(check->ctx, ER_ERR_INPUT,
                           "%s:%d: '%s' is given twice, first in line %d; remove one", check->name,
                           child->line, child->key, seen[i]);
        seen[i] = child->line;
        ER_TRY(check_value(check, child, &fields[i].value));
    }
    for (size_t i = 0; fields[i].key; i++)
        if (!seen[i] && !(fields[i].value.flags & CYAML_FLAG_OPTIONAL))
            return er_fail(check->ctx, ER_ERR_INPUT, "%s:%d: the key '%s' is missing here",
                           check->name, node->line, fields[i].key);
    return ER_OK;
}

static er_status check_list(const checker *check, const er_yaml_node *node,
                            const cyaml_schema_value_t *schema) {
    if (node->kind != ER_YAML_LIST)
        return er_fail(check->ctx, ER_ERR_INPUT,
                       "%s:%d: %s takes a list (lines that begin with '- ', or [a, b])",
                       check->name, node->line, label(node));
    if (node->count < schema->sequence.min || node->count > schema->sequence.max)
        return er_fail(check->ctx, ER_ERR_INPUT, "%s:%d: %s has %zu entries; from %u to %u can be",
                       check->name, node->line, label(node), node->count, schema->sequence.min,
                       schema->sequence.max);
    for (const er_yaml_node *child = node->first; child; child = child->next)
        ER_TRY(check_value(check, child, schema->sequence.entry));
    return ER_OK;
}

#define WORDS_IN(language)                                                                         \
    {                                                                                              \
        .key = (language), .value = {                                                              \
            .type = CYAML_STRING,                                                                  \
            .flags = CYAML_FLAG_OPTIONAL,                                                          \
            .string = {.min = 1, .max = ER_YAML_TEXT_LIMIT}                                        \
        }                                                                                          \
    }

static er_status check_words(const checker *check, const er_yaml_node *node) {
    static const cyaml_schema_field_t languages[] = {WORDS_IN("en"), WORDS_IN("zh-TW"),
                                                     CYAML_FIELD_END};
    static const cyaml_schema_value_t each = {.type = CYAML_MAPPING,
                                              .mapping = {.fields = languages}};
    if (node->kind == ER_YAML_SCALAR) return check_scalar(check, node, &languages[0].value);
    if (node->kind == ER_YAML_MAP && node->count > 0) return check_map(check, node, &each);
    return er_fail(check->ctx, ER_ERR_INPUT,
                   "%s:%d: %s takes a text, or one in each language, such as {en: ..., zh-TW: ...}",
                   check->name, node->line, label(node));
}

static er_status check_value(const checker *check, const er_yaml_node *node,
                             const cyaml_schema_value_t *schema) {
    if (schema->type == CYAML_IGNORE) return check_words(check, node);
    if (schema->type == CYAML_MAPPING) return check_map(check, node, schema);
    if (schema->type == CYAML_SEQUENCE) return check_list(check, node, schema);
    return check_scalar(check, node, schema);
}

er_status er_yaml_check(er_context *ctx, const char *name, const er_yaml_node *root,
                        const cyaml_schema_value_t *schema) {
    checker check = {.ctx = ctx, .name = name};
    return check_value(&check, root, schema);
}
