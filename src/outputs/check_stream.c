#include "outputs/check_stream.h"

#include <errno.h>
#include <string.h>

enum {
    CHUNK = 1 << 16,
    LONGEST_FEATURE = 1 << 29,  /* bytes; a guard against files made to fill the memory */
    LONGEST_DOCUMENT = 1 << 24, /* without its features */
    DEEPEST = 32,
    RECORD_SEPARATOR = 0x1e /* RFC 8142, section 2.1 */
};

/** Bytes kept for json-c. */
struct text {
    char *bytes;
    size_t size;
    size_t capacity;
};

struct er_check_stream {
    FILE *file;
    bool is_sequence;
    unsigned char buffer[CHUNK];
    size_t used;
    size_t filled;
    struct text document;
    struct text feature;
    size_t key_start; /**< in the document, of the last string at the top level */
    size_t key_end;
    int depth; /**< open brackets, outside of strings */
    bool in_string;
    bool escaped;
    bool in_features; /**< within the array of that name at the top level */
    bool seen_features;
    bool after_comma; /**< of that array: one more must come */
    bool ended;
    json_tokener *tokener;
    json_object *json;
};

er_status er_check_stream_new(er_context *ctx, FILE *file, bool is_sequence,
                              er_check_stream **out) {
    er_check_stream *s = NULL;
    ER_TRY(er_alloc(ctx, 1, sizeof *s, &s));
    s->file = file;
    s->is_sequence = is_sequence;
    s->tokener = json_tokener_new_ex(DEEPEST);
    if (!s->tokener) {
        er_free(s);
        return er_fail(ctx, ER_ERR_MEMORY, "out of memory");
    }
    json_tokener_set_flags(s->tokener, JSON_TOKENER_STRICT | JSON_TOKENER_VALIDATE_UTF8);
    *out = s;
    return ER_OK;
}

void er_check_stream_free(er_check_stream *s) {
    if (!s) return;
    json_object_put(s->json);
    json_tokener_free(s->tokener);
    er_free(s->document.bytes);
    er_free(s->feature.bytes);
    er_free(s);
}

/** The next byte; -1 at the end. */
static int next_byte(er_check_stream *s) {
    if (s->used == s->filled) {
        s->filled = fread(s->buffer, 1, CHUNK, s->file);
        s->used = 0;
        if (s->filled == 0) return -1;
    }
    return s->buffer[s->used++];
}

static er_status keep(er_context *ctx, struct text *text, int byte) {
    ER_TRY(er_reserve(ctx, &text->bytes, &text->capacity, text->size + 1, 1));
    text->bytes[text->size++] = (char)byte;
    return ER_OK;
}

static bool is_space(int byte) {
    return byte == ' ' || byte == '\t' || byte == '\n' || byte == '\r';
}

/** The kept bytes as one value that fills them. */
static json_object *parse(er_check_stream *s, const struct text *text, const char **complaint) {
    json_object_put(s->json);
    s->json = NULL;
    json_tokener_reset(s->tokener);
    if (text->size == 0) {
        *complaint = "is cut short";
        return NULL;
    }
    s->json = json_tokener_parse_ex(s->tokener, text->bytes, (int)text->size);
    enum json_tokener_error error = json_tokener_get_error(s->tokener);
    size_t end = json_tokener_get_parse_end(s->tokener);
    while (error == json_tokener_success && end < text->size && is_space(text->bytes[end]))
        end++;
    if (error == json_tokener_success && end == text->size) return s->json;
    *complaint = error == json_tokener_error_parse_utf8_string ? "is not UTF-8"
                 : error == json_tokener_error_depth           ? "is nested too deep"
                 : error == json_tokener_continue              ? "is cut short"
                                                               : "is no JSON";
    return NULL;
}

/** Follow brackets and quotes over one byte. */
static void follow(er_check_stream *s, int byte) {
    if (s->in_string) {
        if (s->escaped)
            s->escaped = false;
        else if (byte == '\\')
            s->escaped = true;
        else if (byte == '"')
            s->in_string = false;
        return;
    }
    if (byte == '"') s->in_string = true;
    if (byte == '{' || byte == '[') s->depth++;
    if (byte == '}' || byte == ']') s->depth--;
}

static bool begins_features(const er_check_stream *s, int byte) {
    static const char key[] = "\"features\"";
    size_t length = strlen(key), after = s->key_end;
    if (byte != '[' || s->depth != 2 || s->key_end - s->key_start != length) return false;
    if (memcmp(s->document.bytes + s->key_start, key, length) != 0) return false;
    while (after < s->document.size && is_space(s->document.bytes[after]))
        after++;
    return after < s->document.size && s->document.bytes[after] == ':';
}

static er_status finish(er_check_stream *s, const struct text *text, er_check_piece good,
                        er_check_piece *piece, json_object **json, const char **complaint) {
    *json = parse(s, text, complaint);
    *piece = *json ? good : ER_CHECK_BROKEN;
    if (!*json && !*complaint) *complaint = "is null"; /* a value that is none */
    if (*piece == ER_CHECK_BROKEN || good == ER_CHECK_DOCUMENT) s->ended = true;
    return ER_OK;
}

static er_status broken(er_check_stream *s, const char *why, er_check_piece *piece,
                        const char **complaint) {
    s->ended = true;
    *piece = ER_CHECK_BROKEN;
    *complaint = why;
    return ER_OK;
}

/** Within the array of features, up to the end of the next one; *found is false at its end. */
static er_status take_feature(er_context *ctx, er_check_stream *s, bool *found, bool *cut) {
    s->feature.size = 0;
    *found = *cut = false;
    for (int byte; (byte = next_byte(s)) >= 0;) {
        int before = s->depth;
        follow(s, byte);
        if (s->depth < 2 && !s->in_string) { /* the array's own end */
            s->in_features = false;
            *found = s->feature.size > 0 || s->after_comma;
            return keep(ctx, &s->document, byte);
        }
        bool between = before == 2 && s->depth == 2 && !s->in_string;
        if (between && byte == ',') {
            *found = s->after_comma = true;
            return ER_OK;
        }
        if (s->feature.size == 0 && is_space(byte)) continue;
        ER_TRY(keep(ctx, &s->feature, byte));
        if (s->feature.size > LONGEST_FEATURE) break;
    }
    *cut = true;
    return ER_OK;
}

static er_status next_of_collection(er_context *ctx, er_check_stream *s, er_check_piece *piece,
                                    json_object **json, const char **complaint) {
    bool found = false, cut = false;
    for (;;) {
        if (s->in_features) {
            ER_TRY(take_feature(ctx, s, &found, &cut));
            if (cut) return broken(s, "is cut short", piece, complaint);
            if (found) return finish(s, &s->feature, ER_CHECK_FEATURE, piece, json, complaint);
            continue;
        }
        int byte = next_byte(s);
        if (byte < 0) return finish(s, &s->document, ER_CHECK_DOCUMENT, piece, json, complaint);
        bool was_in_string = s->in_string;
        follow(s, byte);
        ER_TRY(keep(ctx, &s->document, byte));
        /* the last string of the top level: before a colon it is a key */
        if (was_in_string && !s->in_string && s->depth == 1) s->key_end = s->document.size;
        if (!was_in_string && s->in_string && s->depth == 1) s->key_start = s->document.size - 1;
        if (s->document.size > LONGEST_DOCUMENT)
            return broken(s, "holds too much beside its features", piece, complaint);
        if (!was_in_string && begins_features(s, byte)) {
            if (s->seen_features) return broken(s, "has features twice", piece, complaint);
            s->in_features = s->seen_features = true;
        }
    }
}

/** A record separator, a feature, a line feed. */
static er_status next_of_sequence(er_context *ctx, er_check_stream *s, er_check_piece *piece,
                                  json_object **json, const char **complaint) {
    int byte = next_byte(s);
    if (byte < 0) {
        *piece = ER_CHECK_END;
        return ER_OK;
    }
    if (byte != RECORD_SEPARATOR)
        return broken(s, "a record does not begin with the separator of RFC 8142", piece,
                      complaint);
    s->feature.size = 0;
    while ((byte = next_byte(s)) >= 0 && byte != RECORD_SEPARATOR) {
        if (s->feature.size >= LONGEST_FEATURE) break;
        ER_TRY(keep(ctx, &s->feature, byte));
    }
    if (byte == RECORD_SEPARATOR) s->used--; /* the next record's */
    size_t size = s->feature.size;
    if (size == 0 || s->feature.bytes[size - 1] != '\n')
        return broken(s, "is cut short", piece, complaint);
    return finish(s, &s->feature, ER_CHECK_FEATURE, piece, json, complaint);
}

er_status er_check_stream_next(er_context *ctx, er_check_stream *s, er_check_piece *piece,
                               json_object **json, const char **complaint) {
    *json = NULL;
    *complaint = NULL;
    *piece = ER_CHECK_END;
    if (s->ended) return ER_OK;
    ER_TRY(s->is_sequence ? next_of_sequence(ctx, s, piece, json, complaint)
                          : next_of_collection(ctx, s, piece, json, complaint));
    if (ferror(s->file))
        return er_fail(ctx, ER_ERR_IO, "a file can't be read: %s", strerror(errno));
    return ER_OK;
}
