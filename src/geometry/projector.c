#include "geometry/projector.h"

#include <math.h>
#include <pthread.h>
#include <stdlib.h>
#include <string.h>

/** One PROJ object belongs to one thread at a time: a stack of idle ones, cloned on demand. */
struct instance {
    struct instance *next;
    PJ_CONTEXT *context;
    PJ *operation;
};

struct er_projector {
    pthread_mutex_t lock;
    struct instance master; /**< only cloned, never used */
    struct instance *idle;
    PJ_DIRECTION refined; /**< PJ_IDENT: neither */
    bool centred;         /**< azimuthal, equal-area, with its origin at the centre */
};

static void silent(void *user, int level, const char *line) {
    (void)user;
    (void)level;
    (void)line;
}

PJ_CONTEXT *er_proj_context(void) {
    PJ_CONTEXT *context = proj_context_create();
    if (!context) return NULL;
    proj_log_func(context, NULL, silent);
    proj_context_set_enable_network(context, 0);
    return context;
}

er_status er_projector_new(er_context *ctx, PJ_CONTEXT *context, PJ *operation,
                           er_projector **out) {
    er_projector *projector = NULL;
    er_status status = er_alloc(ctx, 1, sizeof *projector, &projector);
    if (status == ER_OK && pthread_mutex_init(&projector->lock, NULL) != 0) {
        er_free(projector);
        status = er_fail(ctx, ER_ERR_MEMORY, "out of memory");
    }
    if (status != ER_OK) {
        proj_destroy(operation);
        proj_context_destroy(context);
        return status;
    }
    projector->master = (struct instance){NULL, context, operation};
    projector->refined = PJ_IDENT;
    *out = projector;
    return ER_OK;
}

static void free_instance(struct instance *instance) {
    proj_destroy(instance->operation);
    proj_context_destroy(instance->context);
    er_free(instance);
}

void er_projector_free(er_projector *projector) {
    if (!projector) return;
    for (struct instance *i = projector->idle, *next; i; i = next) {
        next = i->next;
        free_instance(i);
    }
    proj_destroy(projector->master.operation);
    proj_context_destroy(projector->master.context);
    pthread_mutex_destroy(&projector->lock);
    er_free(projector);
}

/** Called with the lock held, since cloning reads the master. */
static struct instance *clone_master(er_projector *projector) {
    struct instance *instance = calloc(1, sizeof *instance);
    if (!instance) return NULL;
    instance->context = er_proj_context();
    if (instance->context)
        instance->operation = proj_clone(instance->context, projector->master.operation);
    if (!instance->operation) {
        free_instance(instance);
        return NULL;
    }
    return instance;
}

static struct instance *take(er_projector *projector) {
    pthread_mutex_lock(&projector->lock);
    struct instance *instance = projector->idle;
    if (instance)
        projector->idle = instance->next;
    else
        instance = clone_master(projector);
    pthread_mutex_unlock(&projector->lock);
    return instance;
}

static void give_back(er_projector *projector, struct instance *instance) {
    pthread_mutex_lock(&projector->lock);
    instance->next = projector->idle;
    projector->idle = instance;
    pthread_mutex_unlock(&projector->lock);
}

void er_projector_refine(er_projector *projector, PJ_DIRECTION direction) {
    projector->refined = direction;
}

void er_projector_fit_centred(er_projector *projector) {
    projector->refined = PJ_FWD;
    projector->centred = true;
}

static void apply(PJ *operation, PJ_DIRECTION direction, er_point *points, size_t count) {
    proj_trans_generic(operation, direction, &points->x, sizeof *points, count, &points->y,
                       sizeof *points, count, NULL, 0, 0, NULL, 0, 0);
    proj_errno_reset(operation);
}

/* PROJ's azimuthal equal-area projection takes what is within 0.6 mm of its centre back to the
 * centre itself, without the series, so that this spot alone stands off from all around it. */
static const double spot_m = 1e-3, beside_m = 1e-2, polar_deg = 89;

/** From a plane around its own centre to degrees, without that step: a place in the spot is the
 *  middle of two beside it, but at a pole, which has no step. */
static void apply_from_plane(PJ *operation, er_point *points, size_t count) {
    enum { BATCH = 64 };
    er_point at[BATCH];
    for (size_t first = 0; first < count; first += BATCH) {
        size_t some = count - first < BATCH ? count - first : BATCH;
        er_point *batch = points + first;
        memcpy(at, batch, some * sizeof *at);
        apply(operation, PJ_INV, batch, some);
        for (size_t i = 0; i < some; i++) {
            if (!(hypot(at[i].x, at[i].y) < spot_m && fabs(batch[i].y) < polar_deg)) continue;
            er_point sides[2] = {{at[i].x, at[i].y - beside_m}, {at[i].x, at[i].y + beside_m}};
            apply(operation, PJ_INV, sides, 2);
            batch[i] = (er_point){batch[i].x, (sides[0].y + sides[1].y) / 2};
        }
    }
}

/** Transforming the points shifted by the error seen the first time leaves nothing of it. */
static void apply_refined(PJ *operation, PJ_DIRECTION direction, bool centred, er_point *points,
                          size_t count) {
    enum { BATCH = 64 };
    er_point wanted[BATCH], again[BATCH];
    for (size_t at = 0; at < count; at += BATCH) {
        size_t some = count - at < BATCH ? count - at : BATCH;
        er_point *batch = points + at;
        memcpy(wanted, batch, some * sizeof *wanted);
        apply(operation, direction, batch, some);
        memcpy(again, batch, some * sizeof *again);
        if (centred)
            apply_from_plane(operation, again, some);
        else
            apply(operation, direction == PJ_FWD ? PJ_INV : PJ_FWD, again, some);
        for (size_t i = 0; i < some; i++) {
            again[i].x = 2 * wanted[i].x - again[i].x;
            again[i].y = 2 * wanted[i].y - again[i].y;
        }
        apply(operation, direction, again, some);
        for (size_t i = 0; i < some; i++)
            if (isfinite(again[i].x) && isfinite(again[i].y)) batch[i] = again[i];
    }
}

size_t er_projector_apply(er_projector *projector, PJ_DIRECTION direction, er_point *points,
                          size_t count) {
    if (count == 0) return 0;
    struct instance *instance = take(projector);
    size_t failed = 0;
    if (instance) {
        if (direction == projector->refined)
            apply_refined(instance->operation, direction, projector->centred, points, count);
        else if (projector->centred && direction == PJ_INV)
            apply_from_plane(instance->operation, points, count);
        else
            apply(instance->operation, direction, points, count);
        give_back(projector, instance);
    }
    for (size_t i = 0; i < count; i++) {
        if (instance && isfinite(points[i].x) && isfinite(points[i].y)) continue;
        points[i] = (er_point){NAN, NAN};
        failed++;
    }
    return failed;
}
