#include "cli/workspace.h"

er_status er_on_workspace(er_invocation *invocation, er_store_mode mode,
                          er_status (*work)(er_invocation *invocation, er_store *store,
                                            er_arena *arena)) {
    er_arena *arena = NULL;
    er_store *store = NULL;
    ER_TRY(er_arena_new(invocation->ctx, &arena));
    er_status status = er_store_open(invocation->ctx, invocation->workspace, mode, &store);
    if (status == ER_OK) status = work(invocation, store, arena);
    er_store_close(store);
    er_arena_free(arena);
    return status;
}
