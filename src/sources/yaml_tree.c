#include "sources/yaml_tree.h"

#include <stdlib.h>
#include <string.h>
#include <yaml.h>

typedef struct reader {
    er_context *ctx;
    er_arena *arena;
    const char *name;
    yaml_parser_t parser;
    size_t nodes;
} reader;

static int line_of(const yaml_mark_t *mark) {
    return mark->line < 10000000 ? (int)mark->line + 1 : 10000000;
}

static er_status refuse(reader *in, const yaml_event_t *event, const char *format) {
    return er_fail(in->ctx, ER_ERR_INPUT, format, in->name, line_of(&event->start_mark));
}

static er_status next_event(reader *in, yaml_event_t *event) {
    if (yaml_parser_parse(&in->parser, event)) return ER_OK;
    const yaml_parser_t *p = &in->parser;
    if (p->error == YAML_MEMORY_ERROR) return er_fail(in->ctx, ER_ERR_MEMORY, "out of memory");
    const yaml_mark_t *mark = p->error == YAML_READER_ERROR ? &p->mark : &p->problem_mark;
    return er_fail(in->ctx, ER_ERR_INPUT, "%s:%d: not valid YAML: %s", in->name, line_of(mark),
                   p->problem ? p->problem : er_text(in->ctx, "unreadable text"));
}

/** What a study has no use for, and what makes small files unfold into huge ones. */
static er_status check_plainness(reader *in, const yaml_event_t *event) {
    const yaml_char_t *anchor = NULL, *tag = NULL;
    switch (event->type) {
    case YAML_SCALAR_EVENT:
        anchor = event->data.scalar.anchor;
        tag = event->data.scalar.tag;
        break;
    case YAML_SEQUENCE_START_EVENT:
        anchor = event->data.sequence_start.anchor;
        tag = event->data.sequence_start.tag;
        break;
    case YAML_MAPPING_START_EVENT:
        anchor = event->data.mapping_start.anchor;
        tag = event->data.mapping_start.tag;
        break;
    case YAML_ALIAS_EVENT:
        anchor = event->data.alias.anchor;
        break;
    default:
        break;
    }
    if (anchor)
        return refuse(in, event,
                      "%s:%d: anchors and aliases (& and *) are not read; write the value out");
    if (tag) return refuse(in, event, "%s:%d: tags (!) are not read; write the plain value");
    return ER_OK;
}

static er_status copy_scalar(reader *in, const yaml_event_t *event, const char **out) {
    const char *value = (const char *)event->data.scalar.value;
    size_t length = event->data.scalar.length;
    if (memchr(value, '\0', length)) /* an escape such as "\0" */
        return refuse(in, event, "%s:%d: a text holds a NUL character; remove it");
    return er_arena_text(in->ctx, in->arena, value, length, out);
}

static er_status read_node(reader *in, yaml_event_t *start, int depth, er_yaml_node **out);

static er_status read_key(reader *in, yaml_event_t *event, const char **key, int *line) {
    if (event->type != YAML_SCALAR_EVENT)
        return refuse(in, event, "%s:%d: a key must be a plain word, not a list or a mapping");
    ER_TRY(check_plainness(in, event));
    *line = line_of(&event->start_mark);
    return copy_scalar(in, event, key);
}

/** One child of a list or a map; *more is false at the end. */
static er_status read_child(reader *in, const er_yaml_node *parent, int depth, er_yaml_node **child,
                            bool *more) {
    yaml_event_t event;
    ER_TRY(next_event(in, &event));
    *more = event.type !=
            (parent->kind == ER_YAML_MAP ? YAML_MAPPING_END_EVENT : YAML_SEQUENCE_END_EVENT);
    const char *key = NULL;
    int line = 0;
    er_status status = ER_OK;
    if (*more && parent->kind == ER_YAML_MAP) {
        status = read_key(in, &event, &key, &line);
        yaml_event_delete(&event);
        if (status == ER_OK) status = next_event(in, &event);
        if (status != ER_OK) return status;
    }
    if (*more) status = read_node(in, &event, depth, child);
    yaml_event_delete(&event);
    if (status == ER_OK && *more && key) {
        (*child)->key = key;
        (*child)->line = line;
    }
    return status;
}

static er_status read_children(reader *in, er_yaml_node *parent, int depth) {
    er_yaml_node **end = &parent->first;
    for (;;) {
        er_yaml_node *child = NULL;
        bool more;
        ER_TRY(read_child(in, parent, depth, &child, &more));
        if (!more) return ER_OK;
        *end = child;
        end = &child->next;
        parent->count++;
    }
}

static er_status read_node(reader *in, yaml_event_t *start, int depth, er_yaml_node **out) {
    ER_TRY(check_plainness(in, start));
    if (depth > ER_YAML_DEPTH_LIMIT)
        return refuse(in, start, "%s:%d: nested too deeply for a study");
    if (++in->nodes > ER_YAML_NODE_LIMIT)
        return refuse(in, start, "%s:%d: too many values for a study");
    er_yaml_node *node = NULL;
    ER_TRY(er_arena_alloc(in->ctx, in->arena, sizeof *node, &node));
    node->line = line_of(&start->start_mark);
    *out = node;
    if (start->type == YAML_SCALAR_EVENT) {
        node->kind = ER_YAML_SCALAR;
        node->plain = start->data.scalar.style == YAML_PLAIN_SCALAR_STYLE;
        return copy_scalar(in, start, &node->text);
    }
    node->kind = start->type == YAML_MAPPING_START_EVENT ? ER_YAML_MAP : ER_YAML_LIST;
    return read_children(in, node, depth + 1);
}

/** Stream start, document start, the root, document end, stream end; nothing else. */
static er_status read_document(reader *in, er_yaml_node **root) {
    bool ended = false;
    *root = NULL;
    while (!ended) {
        yaml_event_t event;
        ER_TRY(next_event(in, &event));
        er_status status = ER_OK;
        if (event.type == YAML_STREAM_END_EVENT)
            ended = true;
        else if (event.type == YAML_DOCUMENT_START_EVENT && *root)
            status = refuse(in, &event, "%s:%d: a study is one document; remove the second '---'");
        else if (event.type == YAML_SCALAR_EVENT || event.type == YAML_MAPPING_START_EVENT ||
                 event.type == YAML_SEQUENCE_START_EVENT || event.type == YAML_ALIAS_EVENT)
            status = read_node(in, &event, 0, root);
        yaml_event_delete(&event);
        ER_TRY(status);
    }
    if (!*root)
        return er_fail(in->ctx, ER_ERR_INPUT, "%s: the file is empty; a study needs inputs",
                       in->name);
    return ER_OK;
}

static int line_of_first_fault(const char *text, size_t size) {
    int line = 1;
    for (size_t at = 0; at < size;) {
        const char *end = memchr(text + at, '\n', size - at);
        size_t length = end ? (size_t)(end - text) - at : size - at;
        if (!er_utf8_valid(text + at, length)) break;
        at += length + 1;
        line++;
    }
    return line;
}

er_status er_yaml_parse(er_context *ctx, er_arena *arena, const char *name, const char *text,
                        size_t size, const er_yaml_node **root) {
    if (size > ER_YAML_SIZE_LIMIT)
        return er_fail(ctx, ER_ERR_INPUT, "%s: larger than the limit of %zu bytes", name,
                       (size_t)ER_YAML_SIZE_LIMIT);
    if (!er_utf8_valid(text, size))
        return er_fail(ctx, ER_ERR_INPUT,
                       "%s:%d: not UTF-8 text; save the file in the encoding UTF-8", name,
                       line_of_first_fault(text, size));
    reader in = {.ctx = ctx, .arena = arena, .name = name};
    if (!yaml_parser_initialize(&in.parser)) return er_fail(ctx, ER_ERR_MEMORY, "out of memory");
    yaml_parser_set_encoding(&in.parser, YAML_UTF8_ENCODING);
    if (size >= 3 && memcmp(text, "\xEF\xBB\xBF", 3) == 0) {
        text += 3;
        size -= 3;
    }
    yaml_parser_set_input_string(&in.parser, (const unsigned char *)text, size);
    er_yaml_node *node = NULL;
    er_status status = read_document(&in, &node);
    yaml_parser_delete(&in.parser);
    if (status == ER_OK) *root = node;
    return status;
}

static const er_yaml_node *child_at(const er_yaml_node *node, size_t index) {
    const er_yaml_node *child = node->kind == ER_YAML_LIST ? node->first : NULL;
    while (child && index-- > 0)
        child = child->next;
    return child;
}

static const er_yaml_node *child_named(const er_yaml_node *node, const char *key, size_t length) {
    const er_yaml_node *child = node->kind == ER_YAML_MAP ? node->first : NULL;
    while (child && (strlen(child->key) != length || memcmp(child->key, key, length) != 0))
        child = child->next;
    return child;
}

const er_yaml_node *er_yaml_find(const er_yaml_node *root, const char *path) {
    const er_yaml_node *found = root;
    while (*path) {
        const er_yaml_node *child;
        if (*path == '[') {
            char *end;
            child = child_at(found, (size_t)strtoul(path + 1, &end, 10));
            path = *end == ']' ? end + 1 : end;
        } else {
            path += *path == '.';
            size_t length = strcspn(path, ".[");
            child = child_named(found, path, length);
            path += length;
        }
        if (!child) break;
        found = child;
    }
    return found;
}

bool er_yaml_is_null(const er_yaml_node *node) {
    return node->kind == ER_YAML_SCALAR && node->plain &&
           (node->text[0] == '\0' || strcmp(node->text, "~") == 0 ||
            strcmp(node->text, "null") == 0 || strcmp(node->text, "Null") == 0 ||
            strcmp(node->text, "NULL") == 0);
}
