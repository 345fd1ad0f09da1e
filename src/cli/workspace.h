/** The workspace that a command works on. */
#ifndef EVENREACH_CLI_WORKSPACE_H
#define EVENREACH_CLI_WORKSPACE_H

#include "cli/cli.h"

#include "evenreach/store.h"

/** Open the invocation's workspace, do the command's work on it, and close it behind that; `arena`
 *  lives as long as the work. */
er_status er_on_workspace(er_invocation *invocation, er_store_mode mode,
                          er_status (*work)(er_invocation *invocation, er_store *store,
                                            er_arena *arena));

#endif
