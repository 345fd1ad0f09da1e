#include "cli/cli.h"

static er_status run(er_invocation *invocation) {
    return er_print_completion(invocation->ctx, invocation->out, invocation->operands[0]);
}

const er_command er_command_completion = {
    .name = "completion",
    .summary = "print the completion script for a shell",
    .operands = "bash|zsh",
    .operand_min = 1,
    .operand_max = 1,
    .run = run,
};
