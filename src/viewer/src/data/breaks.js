/* Class breaks of a measure. */

/** Methods of making classes. */
export const METHODS = ['quantile', 'equal', 'pretty'];

const DIGITS = 3;
const rounded = (value) => (value === 0 ? 0 : Number(value.toPrecision(DIGITS)));

function quantiles(sorted, classes) {
    const edges = [];
    for (let i = 1; i < classes; i++) {
        const place = (sorted.length - 1) * (i / classes);
        const low = Math.floor(place);
        const high = Math.min(low + 1, sorted.length - 1);
        edges.push(sorted[low] + (sorted[high] - sorted[low]) * (place - low));
    }
    return edges;
}

function equal(low, high, classes) {
    return Array.from({ length: classes - 1 }, (_, i) => low + ((high - low) * (i + 1)) / classes);
}

/** Steps of 1, 2, 2.5 or 5 times a power of ten, near the number of classes asked for. */
export function prettyStep(low, high, classes) {
    const rough = (high - low) / classes;
    const power = 10 ** Math.floor(Math.log10(rough));
    const factor = [1, 2, 2.5, 5, 10].find((one) => one * power >= rough * (1 - 1e-9));
    return factor * power;
}

function pretty(low, high, classes) {
    const step = prettyStep(low, high, classes);
    const edges = [];
    for (let i = Math.floor(low / step) + 1; i * step < high - step * 1e-6; i++)
        edges.push(Number((i * step).toPrecision(12)));
    return edges;
}

/**
 * Classes of `values` (null: nothing known). Returns {low, high, edges, counts, unknown, classOf}:
 * class i holds values from edges[i - 1] up to below edges[i]; the first begins at low, the last ends
 * with high. classOf gives -1 where nothing is known. Null: no value is known.
 */
export function makeBreaks(values, method, classes) {
    const sorted = Float64Array.from(values.filter((value) => Number.isFinite(value))).sort();
    if (!sorted.length) return null;
    const [low, high] = [sorted[0], sorted[sorted.length - 1]];
    let edges = [];
    if (low < high) {
        const make = {
            quantile: () => quantiles(sorted, classes),
            equal: () => equal(low, high, classes),
            pretty: () => pretty(low, high, classes),
        }[method];
        edges = [...new Set(make().map(rounded))].filter((edge) => edge > low && edge <= high);
    }
    const classOf = (value) => {
        if (!Number.isFinite(value)) return -1;
        let at = 0;
        while (at < edges.length && value >= edges[at]) at++;
        return at;
    };
    const counts = new Array(edges.length + 1).fill(0);
    for (const value of sorted) counts[classOf(value)]++;
    return { low, high, edges, counts, unknown: values.length - sorted.length, classOf };
}
