/* How each kind of layer is drawn: layers of the MapLibre style, by rank from below. */
import { formOf, mark } from './symbols.js';

/** More points than this are drawn as plain circles. */
const MOST_MARKS = 3000;

const RANK = {
    land: 0,
    tiles: 5,
    unit: 30,
    area: 38,
    coverage: 40,
    border: 50,
    line: 60,
    hole: 65,
    venue: 70,
    point: 80,
    mark: 85,
    middle: 90,
    selected: 95,
};
export { RANK };

const byKind = (categories, pick) => {
    const { entries } = categories;
    if (entries.length === 1) return pick(entries[0]);
    return ['match', ['get', 'k'], ...entries.flatMap((entry, i) => (i ? [i, pick(entry)] : [])), pick(entries[0])];
};

/* Without the outlines that MapLibre draws for smooth edges: every fill here has a border of its own. */
const FILL = { 'fill-antialias': false };

const STATE = (name, otherwise) => ['coalesce', ['feature-state', name], otherwise];
const HOVERED = ['boolean', ['feature-state', 'hover'], false];

/** How opaque units are that a measure shades; `through`: what lies below shows through. */
export const shadedOpacity = (through) => (through ? 0.7 : 0.92);

/** The land below everything. */
export const landSpec = (colour) => ({ rank: RANK.land, type: 'fill', paint: { ...FILL, 'fill-color': colour } });

/** Units: filled by the measure (feature-state c: colour; u: 1 where nothing is known), with borders.
 *  The fill is there to be picked, and not painted until a measure shades it. `depth` is 0 for the
 *  largest. */
export function unitSpecs(depth) {
    const width = depth === 0 ? 1.5 : depth === 1 ? 0.6 : 0.35;
    return [
        {
            rank: RANK.unit + depth,
            part: 'fill',
            pick: true,
            type: 'fill',
            paint: { ...FILL, 'fill-color': ['to-color', STATE('c', 'rgba(0,0,0,0)')], 'fill-opacity': 0 },
        },
        {
            rank: RANK.unit + depth + 0.5, // next to its fill: MapLibre cuts tiles anew at every change of source
            part: 'unknown',
            hatched: true,
            type: 'fill',
            paint: { ...FILL, 'fill-pattern': 'hatch', 'fill-opacity': STATE('u', 0) },
        },
        {
            rank: RANK.border + 5 - Math.min(depth, 4),
            part: 'border',
            type: 'line',
            layout: { 'line-join': 'round' },
            paint: {
                'line-color': ['case', HOVERED, '#111820', depth === 0 ? '#3c4a57' : '#7b8893'],
                'line-width': [
                    'interpolate',
                    ['linear'],
                    ['zoom'],
                    5,
                    ['case', HOVERED, 2, width * 0.7],
                    10,
                    ['case', HOVERED, 3, width * 1.6],
                ],
            },
        },
    ];
}

function areaSpecs(layer, categories) {
    const rank =
        layer.name === 'coverage'
            ? RANK.coverage
            : layer.name === 'holes'
              ? RANK.hole
              : layer.name === 'venues'
                ? RANK.venue
                : RANK.area;
    const colour = byKind(categories, (entry) => entry.colour);
    const strong = rank >= RANK.hole;
    return [
        {
            rank,
            part: 'fill',
            pick: true,
            type: 'fill',
            paint: { ...FILL, 'fill-color': colour, 'fill-opacity': strong ? 0.55 : 0.45 },
        },
        {
            rank: rank + 0.5,
            part: 'border',
            type: 'line',
            paint: {
                'line-color': strong ? '#1b2731' : colour,
                'line-width': strong ? 1.4 : rank === RANK.area ? 1.6 : 0.5,
            },
        },
    ];
}

function lineSpecs(categories) {
    const gap = categories.entries.findIndex((entry) => entry.value === 'gap');
    return [
        {
            rank: RANK.line,
            part: 'casing',
            type: 'line',
            layout: { 'line-join': 'round', 'line-cap': 'round' },
            paint: { 'line-color': '#ffffff', 'line-width': 5, 'line-opacity': 0.8 },
        },
        {
            rank: RANK.line + 1,
            part: 'line',
            pick: true,
            type: 'line',
            layout: { 'line-join': 'round' },
            paint: {
                'line-color': byKind(categories, (entry) => entry.colour),
                'line-width': gap < 0 ? 2.6 : ['case', ['==', ['get', 'k'], gap], 3.4, 2.4],
            },
        },
    ];
}

/* Where a point has an amount that is lost or gained, its size says so. */
const AMOUNT = ['persons_lost', 'gains'];
const amountOf = (layer) => AMOUNT.find((name) => layer.has(name)) ?? null;

function circleSpecs(layer, categories) {
    const scale = amountOf(layer) ? ['+', 0.5, ['get', 'a']] : 1;
    return [
        {
            rank: RANK.point,
            part: 'circle',
            pick: true,
            type: 'circle',
            paint: {
                'circle-color': byKind(categories, (entry) => entry.colour),
                'circle-radius': [
                    'interpolate',
                    ['linear'],
                    ['zoom'],
                    5,
                    ['*', 0.8, scale],
                    9,
                    ['*', 2, scale],
                    13,
                    ['*', 5, scale],
                    16,
                    ['*', 8, scale],
                ],
                'circle-opacity': 0.85,
                'circle-stroke-color': '#ffffff',
                'circle-stroke-width': ['interpolate', ['linear'], ['zoom'], 9, 0, 12, 1],
            },
        },
    ];
}

function markSpecs(map, layer, categories) {
    const form = formOf(layer);
    return [
        {
            rank: RANK.mark,
            part: 'mark',
            pick: true,
            type: 'symbol',
            layout: {
                'icon-image': byKind(categories, (entry) => mark(map, form, entry.colour)),
                'icon-allow-overlap': true,
                'icon-ignore-placement': true,
                'icon-size': ['interpolate', ['linear'], ['zoom'], 5, 0.62, 9, 0.85, 13, 1.1],
            },
        },
    ];
}

/** Are its points drawn as marks with a form of their own? */
export const hasMarks = (layer) =>
    layer.shape === 'point' && layer.rows <= MOST_MARKS && layer.name !== 'stations' && layer.name !== 'sectors';

/** Specs of a layer that is no layer of units; `points` of small polygons: their middles. */
export function layerSpecs(map, layer, categories) {
    if (layer.shape === 'line') return lineSpecs(categories);
    if (layer.shape === 'polygon') return areaSpecs(layer, categories);
    return hasMarks(layer) ? markSpecs(map, layer, categories) : circleSpecs(layer, categories);
}

/** The zoom up to which those are there. */
export const MIDDLES_TO = 14;

/** Marks for polygons too small to be seen from afar. */
export const middleSpecs = (map, layer, categories) =>
    markSpecs(map, layer, categories).map((spec) => ({
        ...spec,
        rank: RANK.middle,
        part: 'middle',
        middle: true,
        maxzoom: MIDDLES_TO,
    }));

/** What a feature of a layer carries: k, its kind; a, its amount from 0 to 3; s, its stratum. */
export function properties(layer, categories, stratum) {
    const field = amountOf(layer);
    const amounts = field ? layer.values(field) : null;
    const most = amounts ? amounts.reduce((top, one) => Math.max(top, one ?? 0), 0) : 0;
    return (row) => {
        const made = { k: categories.of(row) };
        if (amounts) made.a = most > 0 ? 3 * Math.sqrt(Math.max(0, amounts[row] ?? 0) / most) : 0;
        if (stratum) made.s = stratum(row);
        return made;
    };
}
