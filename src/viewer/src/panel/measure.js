/* Which measure shades the units, and how its classes are made. */
import { h } from '../core/dom.js';
import { sheetName } from '../data/words.js';
import { isNumeric } from '../data/sheet.js';
import { METHODS } from '../data/breaks.js';
import { measuresOf } from '../map/choropleth.js';
import { t } from '../text/index.js';

const CLASSES = [3, 4, 5, 6, 7];

/* Measures that a reader asks for first. */
const FIRST = [
    'persons_share_any',
    'persons_share_all',
    'best_operator_share',
    'served_share_any',
    'stations_per_10k',
    'pilots',
    'density_per_km2',
    'persons',
];

const rankOf = (field) => {
    const at = FIRST.indexOf(field.name);
    return at < 0 ? FIRST.length : at;
};

/** What is shaded when the page opens: the first usual measure of the finest units. */
export function firstMeasure(doc) {
    for (const layer of [...doc.units].reverse()) {
        const numeric = measuresOf(layer)
            .filter(isNumeric)
            .sort((a, b) => rankOf(a) - rankOf(b));
        if (numeric.length) return `${layer.name}.${numeric[0].name}`;
    }
    return '';
}

/** The layer and field that a measure's key names; null: none. */
export function measureOf(doc, key) {
    const at = key.indexOf('.');
    const layer = at > 0 ? doc.layer(key.slice(0, at)) : null;
    const field = layer?.field(key.slice(at + 1));
    return layer && field && doc.units.includes(layer) ? { layer, field } : null;
}

function options(doc, words, current) {
    const option = (layer) => (field) => {
        const key = `${layer.name}.${field.name}`;
        return h(
            'option',
            { value: key, selected: key === current, title: words.fieldMeaning(field) },
            words.fieldName(field),
        );
    };
    return doc.units.flatMap((layer) => {
        const measures = measuresOf(layer).sort((a, b) => rankOf(a) - rankOf(b));
        const [numeric, kinds] = [measures.filter(isNumeric), measures.filter((field) => !isNumeric(field))];
        const of = { level: sheetName(layer) };
        return [
            numeric.length ? h('optgroup', { label: t('measure.figures', of) }, numeric.map(option(layer))) : null,
            kinds.length ? h('optgroup', { label: t('measure.kinds', of) }, kinds.map(option(layer))) : null,
        ];
    });
}

export function makeMeasure(doc, words, store) {
    const { measure, method, classes } = store.get();
    if (!doc.units.length) return null;
    const select = h(
        'select',
        {
            id: 'measure',
            'data-testid': 'measure',
            class: 'wide',
            onchange: (event) => {
                const chosen = measureOf(doc, event.target.value);
                const shown = new Set(store.get().layers);
                if (chosen) shown.add(chosen.layer.name);
                store.set({ measure: event.target.value, layers: shown });
            },
        },
        h('option', { value: '', selected: !measure }, t('measure.none')),
        options(doc, words, measure),
    );
    const methods = h(
        'select',
        { id: 'method', 'data-testid': 'method', onchange: (event) => store.set({ method: event.target.value }) },
        METHODS.map((one) => h('option', { value: one, selected: one === method }, t(`method.${one}`))),
    );
    const counts = h(
        'select',
        {
            id: 'classes',
            'data-testid': 'classes',
            onchange: (event) => store.set({ classes: Number(event.target.value) }),
        },
        CLASSES.map((one) => h('option', { value: one, selected: one === classes }, String(one))),
    );
    const meaning = h('p', { class: 'hint', 'data-testid': 'measure-meaning' });
    const follow = ({ measure: key }) => {
        if (select.value !== key) select.value = key;
        const chosen = measureOf(doc, key);
        meaning.textContent = chosen ? words.fieldMeaning(chosen.field) : '';
        breaks.hidden = !chosen || !isNumeric(chosen.field);
    };
    const breaks = h(
        'div',
        { class: 'pair' },
        h('div', {}, h('label', { for: 'method' }, t('method')), methods),
        h('div', {}, h('label', { for: 'classes' }, t('classes')), counts),
    );
    store.follow(['measure'], follow);
    return h('section', {}, h('h2', {}, h('label', { for: 'measure' }, t('measure'))), select, meaning, breaks);
}
