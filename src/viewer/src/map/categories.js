/* The kinds of things in a layer that are told apart by colour. */
import { either, t, word } from '../text/index.js';
import { categoryColours, ONE, ramp, UNKNOWN } from './colours.js';

/* By which field the layers of the program are coloured; for others the first of USUAL. */
const BY = {
    stations: 'operator',
    sectors: 'operator',
    measurements: 'operator',
    pilots: 'theme',
    venues: 'verdict',
    holes: 'state',
    choices: 'kind',
    routes: 'kind',
    critical_sites: 'group',
    area_classes: 'code',
    coverage: null,
    compare_stations: 'change',
};
const USUAL = ['verdict', 'state', 'kind', 'type', 'group', 'operator', 'status'];
const MOST = 12;
const MOST_GROUPS = 1e6;

function fieldOf(layer) {
    const known = BY[layer.name];
    if (known && layer.has(known)) return known;
    if (known === null) return null;
    return USUAL.find((name) => layer.has(name)) ?? null;
}

function oneKind(layer, words) {
    return {
        field: null,
        entries: [{ value: undefined, colour: ONE, rows: layer.rows, title: () => words.sheetName(layer) }],
        of: () => 0,
    };
}

/* Signal levels go from light to dark, the strictest darkest; what is unknown is grey. */
function signalLevels(layer) {
    const seen = new Map();
    for (let row = 0; row < layer.rows; row++) {
        const value = layer.value(row, 'level');
        if (!seen.has(value)) seen.set(value, { value, row, rank: layer.value(row, 'rank') ?? Infinity });
    }
    const levels = [...seen.values()].sort((a, b) => a.rank - b.rank);
    const known = levels.filter((level) => level.rank !== Infinity);
    const colours = ramp(known.length + 1).reverse();
    const entries = levels.map((level, i) => ({
        value: level.value,
        colour: level.rank === Infinity ? UNKNOWN : colours[i],
        title: () => either(layer.value(level.row, 'title'), layer.value(level.row, 'title_zh')) ?? String(level.value),
    }));
    return { field: 'level', entries };
}

function byField(layer, field, words) {
    const counts = new Map();
    for (let row = 0; row < layer.rows; row++) {
        const value = layer.value(row, field);
        counts.set(value, (counts.get(value) ?? 0) + 1);
    }
    const values = [...counts.keys()].filter((value) => value !== null);
    const rank = (value) => Math.min(words.groupRank(value), MOST_GROUPS);
    values.sort((a, b) => rank(a) - rank(b) || counts.get(b) - counts.get(a) || (String(a) < String(b) ? -1 : 1));
    const shown = values.slice(0, MOST);
    const colours = categoryColours(shown);
    const entries = shown.map((value) => ({
        value,
        colour: colours.get(value),
        title: () => words.valueName(value, layer.field(field)),
    }));
    if (values.length > MOST) entries.push({ value: undefined, colour: '#6b6b6b', title: () => t('legend.others') });
    if (counts.has(null)) entries.push({ value: null, colour: UNKNOWN, title: () => t('legend.unstated') });
    return { field, entries };
}

/* What units gained and lost between two runs: which of both is more. */
const CHANGES = [
    ['gained', '#0072b2'],
    ['lost', '#d55e00'],
    ['same', '#e6e2d8'],
];

function gainsAndLosses(layer) {
    const of = (row) => {
        const [gained, lost] = [layer.value(row, 'persons_gained') ?? 0, layer.value(row, 'persons_lost') ?? 0];
        return gained > lost ? 0 : gained < lost ? 1 : 2;
    };
    return {
        field: null,
        of,
        entries: CHANGES.map(([value, colour]) => ({ value, colour, title: () => word(value) })),
    };
}

/** {field, entries: [{value, colour, title()}], of(row)}: `of` gives the number of a row's entry. */
export function categoriesOf(layer, words) {
    const levels = layer.has('rank') && layer.has('level') && layer.has('title');
    if (layer.has('persons_gained') && layer.has('persons_lost')) return gainsAndLosses(layer);
    const field = levels ? 'level' : fieldOf(layer);
    if (!field) return oneKind(layer, words);
    const made = levels ? signalLevels(layer) : byField(layer, field, words);
    const number = new Map(made.entries.map((entry, i) => [entry.value, i]));
    return { ...made, of: (row) => number.get(layer.value(row, field)) ?? number.get(undefined) ?? 0 };
}

/* What parts a layer whose rows lie over each other: whose coverage it is, or of which level. */
const partingOf = (layer) =>
    layer.shape === 'point' ? null : (['stratum', 'level'].find((name) => layer.has(name)) ?? null);

/** Layers that show one stratum at a time (any operator, all, a named one; or units of one level):
 *  {field, all: [{key, title()}]}; null: the layer has none. */
export function strataOf(layer, words) {
    const field = partingOf(layer);
    if (!field) return null;
    const seen = new Map();
    for (let row = 0; row < layer.rows; row++) {
        const key = stratumKey(layer, row);
        if (seen.has(key)) continue;
        const [value, operator] = [layer.value(row, field), layer.value(row, 'operator')];
        seen.set(key, {
            key,
            title: () => operator ?? (value === null ? t('unknown') : words.valueName(value, layer.field(field))),
        });
    }
    return seen.size > 1 ? { field, all: [...seen.values()] } : null;
}

export const stratumKey = (layer, row) =>
    [layer.value(row, partingOf(layer)), layer.value(row, 'operator')].filter((part) => part !== null).join('|');
