/* The view in the address of the page, so that a link keeps it. */

const DEGREE_DIGITS = 5;
const NUMBERS = /^-?\d+(\.\d+)?$/;

/** What a hash says; keys that it lacks, or that make no sense, are left out. */
export function parseHash(hash) {
    const asked = new URLSearchParams(hash.replace(/^#/, ''));
    const state = {};
    const at = asked.get('at')?.split('/') ?? [];
    if (at.length === 3 && at.every((one) => NUMBERS.test(one))) {
        const [zoom, latitude, longitude] = at.map(Number);
        if (zoom <= 24 && Math.abs(latitude) <= 85 && Math.abs(longitude) <= 540)
            state.view = { zoom, center: [longitude, latitude] };
    }
    if (asked.has('layers')) state.layers = asked.get('layers').split(',').filter(Boolean);
    for (const key of ['measure', 'method', 'lang', 'tab', 'selected']) if (asked.has(key)) state[key] = asked.get(key);
    if (/^[3-7]$/.test(asked.get('classes') ?? '')) state.classes = Number(asked.get('classes'));
    return state;
}

/** The hash of a state and the view of a map. */
export function makeHash(state, map) {
    const { lng, lat } = map.getCenter();
    const at = [map.getZoom().toFixed(2), lat.toFixed(DEGREE_DIGITS), lng.toFixed(DEGREE_DIGITS)].join('/');
    const parts = {
        at,
        layers: [...state.layers].join(','),
        measure: state.measure,
        method: state.method,
        classes: state.classes,
        lang: state.language,
        tab: state.tab,
    };
    if (state.selection) parts.selected = selectionKey(state.selection);
    return `#${Object.entries(parts)
        .map(
            ([key, value]) =>
                `${key}=${encodeURIComponent(value).replaceAll('%2C', ',').replaceAll('%2F', '/').replaceAll('%3A', ':')}`,
        )
        .join('&')}`;
}

const KEYS = ['code', 'route', 'site_code'];

/** A selected row by its layer and code, or by its number where the code does not tell it apart. */
export function selectionKey({ layer, row }) {
    for (const key of KEYS) {
        const code = layer.value(row, key);
        if (code !== null && layer.find(key, code) === row) return `${layer.name}:${key}:${code}`;
    }
    return `${layer.name}:row:${row}`;
}

/** The row that a key names; null: there is none. */
export function selectionOf(doc, text) {
    const [, layerName, key, code] = /^([^:]*):([^:]*):(.*)$/s.exec(text ?? '') ?? [];
    const layer = doc.layer(layerName);
    if (!layer) return null;
    const row = key === 'row' ? (NUMBERS.test(code) ? Number(code) : -1) : layer.find(key, code);
    return Number.isInteger(row) && row >= 0 && row < layer.rows ? { layer, row } : null;
}
