/* Switches of the layers. */
import { h } from '../core/dom.js';
import { number } from '../core/format.js';
import { sheetName } from '../data/words.js';
import { either, t } from '../text/index.js';
import { hasMarks } from '../map/specs.js';
import { formOf, markCanvas } from '../map/symbols.js';

/** How a kind of a layer is drawn, small. */
export function swatch(layer, info, colour) {
    if (layer.shape === 'point' ? hasMarks(layer) : info.small) {
        const canvas = markCanvas(formOf(layer), colour);
        canvas.className = 'swatch-mark';
        canvas.setAttribute('aria-hidden', 'true');
        return canvas;
    }
    const form = layer.shape === 'line' ? 'swatch-line' : layer.shape === 'point' ? 'swatch-dot' : 'swatch-area';
    return h('span', { class: `swatch ${form}`, style: `--colour: ${colour}`, 'aria-hidden': 'true' });
}

export const syntheticChip = () => h('span', { class: 'chip-synthetic' }, t('synthetic.chip'));

/** The list of switches of all layers; the store's `layers` is the set of those shown. */
export function makeLayerList(doc, layers, store) {
    const toggle = (layer, on) => {
        const shown = new Set(store.get().layers);
        shown[on ? 'add' : 'delete'](layer.name);
        store.set({ layers: shown });
    };

    function strata(layer) {
        const info = layers.info(layer);
        if (!info.strata) return null;
        const current = store.get().strata[layer.name] ?? info.strata.all[0].key;
        return h(
            'label',
            { class: 'stratum' },
            t(info.strata.field === 'level' ? 'layer.level' : 'layer.stratum'),
            ' ',
            h(
                'select',
                {
                    'data-testid': `stratum-${layer.name}`,
                    onchange: (event) =>
                        store.set({ strata: { ...store.get().strata, [layer.name]: event.target.value } }),
                },
                info.strata.all.map((one) =>
                    h('option', { value: one.key, selected: one.key === current }, one.title()),
                ),
            ),
        );
    }

    function line(layer) {
        const info = layers.info(layer);
        const id = `switch-${layer.name}`;
        const kinds = info.categories?.entries ?? [];
        const colour = kinds.length === 1 ? kinds[0].colour : '#5d6a75';
        const box = h('input', {
            type: 'checkbox',
            id,
            'data-testid': `layer-${layer.name}`,
            onchange: (event) => toggle(layer, event.target.checked),
        });
        const more = h('div', { class: 'layer-more' }, strata(layer));
        const follow = ({ layers: shown }) => {
            box.checked = shown.has(layer.name);
            more.hidden = !box.checked || !more.firstChild;
        };
        store.follow(['layers'], follow);
        return h(
            'li',
            { class: 'layer' },
            h(
                'div',
                { class: 'layer-line' },
                box,
                info.depth >= 0
                    ? h('span', { class: 'swatch swatch-unit', 'aria-hidden': 'true' })
                    : swatch(layer, info, colour),
                h('label', { for: id, title: either(layer.about, layer.about_zh) }, h('bdi', {}, sheetName(layer))),
                layer.synthetic ? syntheticChip() : null,
                h('span', { class: 'layer-count', title: t('layer.rows') }, number(layer.rows)),
            ),
            more,
        );
    }

    const units = doc.layers.filter((layer) => layers.info(layer).depth >= 0);
    const others = doc.layers.filter((layer) => layers.info(layer).depth < 0);
    return h(
        'div',
        {},
        units.length ? [h('h2', {}, t('layers.units')), h('ul', { class: 'layers' }, doc.units.map(line))] : null,
        others.length ? [h('h2', {}, t('layers.others')), h('ul', { class: 'layers' }, others.map(line))] : null,
    );
}
