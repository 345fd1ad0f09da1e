/* evenreach view: an output folder over HTTP, for viewers that want addresses. */
#include "cli/cli.h"

#include "evenreach/outputs.h"

#include <stddef.h>

enum { USUAL_PORT = 8737 };

struct options {
    int64_t port;
    const char *host;
    bool cors;
};

static const er_option options[] = {
    {"port", 0, ER_OPTION_INT, "N", false, "port to listen on (default 8737; 0: any free one)",
     offsetof(struct options, port)},
    {"host", 0, ER_OPTION_TEXT, "ADDRESS", false,
     "address to listen on (default 127.0.0.1: this machine alone); another one opens the folder "
     "to the network",
     offsetof(struct options, host)},
    {"cors", 0, ER_OPTION_FLAG, NULL, false,
     "let pages that this machine serves itself read the files, for viewers of your own",
     offsetof(struct options, cors)},
    {0},
};

static void say_where(void *user, const char *url) {
    er_invocation *invocation = user;
    if (invocation->json) {
        er_json *json = er_json_object();
        er_json_add_text(json, "url", url);
        er_print_json(invocation, json);
    } else {
        fprintf(invocation->out, er_text(invocation->ctx, "%s shows the folder; Ctrl-C ends it\n"),
                url);
    }
    fflush(invocation->out);
}

static er_status run(er_invocation *invocation) {
    const struct options *o = invocation->options;
    const bool port_given = o->port != INT64_MIN;
    if (port_given && (o->port < 0 || o->port > UINT16_MAX))
        return er_fail(invocation->ctx, ER_ERR_USAGE, "--port: %lld is no port; give 0 to 65535",
                       (long long)o->port);
    const er_view_options how = {.host = o->host ? o->host : "127.0.0.1",
                                 .port = port_given ? (int)o->port : USUAL_PORT,
                                 .cors = o->cors,
                                 .ready = say_where,
                                 .user = invocation};
    return er_view(invocation->ctx, invocation->operands[0], &how);
}

const er_command er_command_view = {
    .name = "view",
    .summary = "show an output folder to viewers on this machine",
    .operands = "DIR",
    .operand_min = 1,
    .operand_max = 1,
    .options = options,
    .options_size = sizeof(struct options),
    .run = run,
};
