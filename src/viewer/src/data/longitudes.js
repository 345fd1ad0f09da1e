/* Longitudes in one run: where a study lies across 180 degrees, they run on past it. */

/** For the extent of a document, which may be null: {crosses, of(degrees)}. Where its east is less than
 *  its west, what lies west of the middle of the gap counts from 180 degrees on. */
export function longitudes(extent) {
    const crosses = Boolean(extent) && extent[2] < extent[0];
    const west = crosses ? (extent[0] + extent[2]) / 2 : null;
    return { crosses, of: (degrees) => (crosses && degrees < west ? degrees + 360 : degrees) };
}
