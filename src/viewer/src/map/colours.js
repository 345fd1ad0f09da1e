/* Colours that people with any colour vision can tell apart. */

/* Sequential, light to dark, after ColorBrewer's YlGnBu (Brewer, 2013: safe for colour-blind eyes and
 * in print); diverging, after its PuOr. */
const SEQUENTIAL = ['#f7fcc4', '#d6efb3', '#9fd9b8', '#5bbfc0', '#2a9dc1', '#2166ac', '#10306b'];
const DIVERGING = ['#b35806', '#e08214', '#fdb863', '#f4f1ee', '#b2abd2', '#8073ac', '#542788'];

/* Categories: Okabe and Ito (2008), then Tol's muted scheme. */
const CATEGORIES = [
    '#0072b2',
    '#e69f00',
    '#009e73',
    '#cc79a7',
    '#d55e00',
    '#56b4e9',
    '#882255',
    '#999933',
    '#332288',
    '#44aa99',
    '#aa4499',
    '#6b6b6b',
];

/* Words whose meaning asks for a colour of its own. */
const WORDS = {
    served: '#0072b2',
    unserved: '#d55e00',
    unknown: '#8a8a8a',
    ready: '#0072b2',
    ready_outdoors: '#56b4e9',
    coverage_short: '#d55e00',
    capacity_short: '#e69f00',
    added: '#0072b2',
    removed: '#d55e00',
    changed: '#e69f00',
    met: '#0072b2',
    missed: '#d55e00',
    cannot_say: '#8a8a8a',
    high_high: '#b2182b',
    low_low: '#2166ac',
    high_low: '#f4a582',
    low_high: '#92c5de',
    route: '#0072b2',
    gap: '#d55e00',
    station: '#0072b2',
    pilot: '#882255',
    small_cells: '#009e73',
    mobile_pack: '#e69f00',
    true: '#0072b2',
    false: '#d9d5cb',
};

export const UNKNOWN = '#c4c4c4';
export const LAND = '#f6f4ee';
export const SEA = '#d9e6ee';
export const ONE = '#0072b2';

function between(from, to, part) {
    const channel = (colour, i) => Number.parseInt(colour.slice(1 + 2 * i, 3 + 2 * i), 16);
    const mixed = [0, 1, 2].map((i) => Math.round(channel(from, i) + (channel(to, i) - channel(from, i)) * part));
    return `#${mixed.map((one) => one.toString(16).padStart(2, '0')).join('')}`;
}

/** `count` colours out of a ramp, its ends among them. */
export function ramp(count, diverging) {
    const colours = diverging ? DIVERGING : SEQUENTIAL;
    if (count === 1) return [colours[4]];
    return Array.from({ length: count }, (_, i) => {
        const place = (i * (colours.length - 1)) / (count - 1);
        const low = Math.min(Math.floor(place), colours.length - 2);
        return between(colours[low], colours[low + 1], place - low);
    });
}

/** A colour for each of the words: its own, or the next that no word has. */
export function categoryColours(words) {
    const taken = new Set(words.map((one) => WORDS[one]).filter(Boolean));
    const free = CATEGORIES.filter((colour) => !taken.has(colour));
    let next = 0;
    return new Map(words.map((one) => [one, WORDS[one] ?? free[next++ % free.length]]));
}
