/* A measure over units: its classes and colours, painted on the map. */
import { makeBreaks } from '../data/breaks.js';
import { isNumeric } from '../data/sheet.js';
import { categoryColours, ramp, UNKNOWN } from './colours.js';
import { stateOf } from './rows-source.js';

const MOST_WORDS = 12;

/** Fields of a layer of units that can be shaded: numbers, and texts of few different words. */
export function measuresOf(layer) {
    return layer.fields.filter((field) => {
        if (isNumeric(field)) return layer.values(field.name).some(Number.isFinite);
        if (field.type === 'boolean' && field.name !== 'synthetic') return true;
        if (field.type !== 'text' || /(^|_)(code|name|name_en|reason|reason_zh|level|title|title_zh)$/.test(field.name))
            return false;
        const words = new Set(layer.values(field.name).filter((value) => value !== null));
        return words.size > 0 && words.size <= MOST_WORDS;
    });
}

/** {numeric, colourOf(row), entries, unknown, ...}: what a measure looks like; null: there is none. */
export function shade(layer, fieldName, method, classes) {
    const field = layer?.field(fieldName);
    if (!field) return null;
    const values = layer.values(fieldName);
    return isNumeric(field) ? byClass(layer, field, values, method, classes) : byWord(layer, field, values);
}

function byClass(layer, field, values, method, classes) {
    const breaks = makeBreaks(values, method, classes);
    if (!breaks) return null;
    const diverging = breaks.low < 0 && breaks.high > 0;
    const colours = ramp(breaks.counts.length, diverging);
    return {
        layer,
        field,
        numeric: true,
        breaks,
        unknown: breaks.unknown,
        colourOf: (row) => colours[breaks.classOf(values[row])] ?? null,
        entries: breaks.counts.map((count, i) => ({
            colour: colours[i],
            count,
            from: i === 0 ? breaks.low : breaks.edges[i - 1],
            to: i === breaks.edges.length ? breaks.high : breaks.edges[i],
        })),
    };
}

function byWord(layer, field, values) {
    const counts = new Map();
    for (const value of values) if (value !== null) counts.set(value, (counts.get(value) ?? 0) + 1);
    const words = [...counts.keys()].sort((a, b) => counts.get(b) - counts.get(a));
    const colours = categoryColours(words);
    return {
        layer,
        field,
        numeric: false,
        unknown: values.filter((value) => value === null).length,
        colourOf: (row) => (values[row] === null ? null : colours.get(values[row])),
        entries: words.map((value) => ({ colour: colours.get(value), count: counts.get(value), value })),
    };
}

/** Paints shadings on the map, one at a time. */
export function makePainter(map, source) {
    let painted = null;
    return (shading) => {
        if (painted && painted !== shading?.layer) map.removeFeatureState(stateOf(source(painted)));
        painted = shading?.layer ?? null;
        if (!painted) return;
        for (let row = 0; row < painted.rows; row++) {
            const colour = shading.colourOf(row);
            map.setFeatureState(stateOf(source(painted), row), { c: colour ?? UNKNOWN, u: colour ? 0 : 1 });
        }
    };
}
