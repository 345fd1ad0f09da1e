/* The card of what is selected. */
import { h, name, renew } from '../core/dom.js';
import { rowNames, sheetName } from '../data/words.js';
import { t } from '../text/index.js';
import { figuresOf } from './figures.js';
import { syntheticChip } from './layer-list.js';

/** The units that hold a row, from the largest: by the code of their parent, or the unit named. */
function holders(doc, layer, row) {
    const chain = [];
    let code = layer.value(row, 'parent_code') ?? layer.value(row, 'unit_code');
    for (let guard = 0; code !== null && code !== undefined && guard < doc.units.length + 1; guard++) {
        const holder = doc.units.find((units) => units !== layer && units.find('code', code) >= 0);
        if (!holder) break;
        const at = holder.find('code', code);
        chain.unshift({ layer: holder, row: at });
        code = holder.value(at, 'parent_code');
    }
    return chain;
}

/** The card; `select` takes {layer, row} or null, `fly` moves the map to one. */
export function makeCard(doc, words, store, { select, fly }) {
    let explained = false;
    let before = null; // what had the focus before the card
    const element = h('aside', { class: 'card', id: 'card', 'data-testid': 'panel', tabindex: '-1', hidden: true });

    const link = (one) =>
        h(
            'button',
            {
                type: 'button',
                class: 'link',
                onclick: () => {
                    select(one);
                    fly(one);
                },
            },
            name(rowNames(one.layer, one.row).name),
        );

    function draw() {
        const { selection, also } = store.get();
        const held = element.contains(document.activeElement);
        element.hidden = !selection;
        if (!selection) {
            if (held) before?.focus();
            return;
        }
        const { layer, row } = selection;
        const names = rowNames(layer, row);
        const chain = holders(doc, layer, row);
        const others = (also ?? []).filter((one) => one.layer !== layer || one.row !== row);
        element.setAttribute('aria-label', t('card.of', { name: names.name }));
        renew(
            element,
            h(
                'div',
                { class: 'card-head' },
                h(
                    'p',
                    { class: 'card-kind' },
                    h('bdi', {}, sheetName(layer)),
                    names.code ? [' \u00b7 ', name(names.code)] : null,
                ),
                h('h2', { 'data-testid': 'panel-name' }, name(names.name)),
                names.other ? h('p', { class: 'card-other' }, name(names.other)) : null,
                chain.length
                    ? h(
                          'p',
                          { class: 'card-chain' },
                          t('card.in'),
                          ' ',
                          chain.map((one, i) => [i ? ' \u203a ' : null, link(one)]),
                      )
                    : null,
                layer.value(row, 'synthetic') === true
                    ? h('p', { class: 'card-synthetic' }, syntheticChip(), ' ', t('card.synthetic'))
                    : null,
                h(
                    'button',
                    {
                        type: 'button',
                        class: 'icon-button card-close',
                        'data-testid': 'panel-close',
                        'aria-label': t('close'),
                        onclick: () => select(null),
                    },
                    '\u00d7',
                ),
            ),
            h(
                'div',
                { class: 'card-actions' },
                doc.shapes.boxOf(layer, row)
                    ? h(
                          'button',
                          { type: 'button', class: 'button', onclick: () => fly({ layer, row }) },
                          t('card.fly'),
                      )
                    : h('span', { class: 'hint' }, t('card.no-place')),
                h(
                    'label',
                    { class: 'check' },
                    h('input', {
                        type: 'checkbox',
                        checked: explained,
                        'data-testid': 'explain',
                        onchange: (event) => {
                            explained = event.target.checked;
                            draw();
                        },
                    }),
                    ' ',
                    t('card.explain'),
                ),
            ),
            others.length
                ? h(
                      'p',
                      { class: 'card-also' },
                      t('card.also'),
                      ' ',
                      others
                          .slice(0, 6)
                          .map((one, i) => [
                              i ? ', ' : null,
                              h(
                                  'button',
                                  { type: 'button', class: 'link', onclick: () => select(one, also) },
                                  name(rowNames(one.layer, one.row).name),
                                  ` (${sheetName(one.layer)})`,
                              ),
                          ]),
                  )
                : null,
            h('div', { class: 'card-body' }, figuresOf(doc, layer, row, words, explained)),
        );
    }

    function focus() {
        if (!element.contains(document.activeElement)) before = document.activeElement;
        element.focus();
    }

    store.on(['selection', 'language'], draw);
    return { element, draw, focus };
}
