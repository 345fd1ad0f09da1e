/* What the colours on the map mean. */
import { h, renew } from '../core/dom.js';
import { figure, number, unitName } from '../core/format.js';
import { sheetName } from '../data/words.js';
import { t } from '../text/index.js';
import { swatch, syntheticChip } from './layer-list.js';

function classes(shading, words) {
    const { field } = shading;
    const lines = shading.entries.map((entry) =>
        h(
            'li',
            { class: 'legend-line' },
            h('span', { class: 'swatch swatch-area', style: `--colour: ${entry.colour}`, 'aria-hidden': 'true' }),
            shading.numeric
                ? h(
                      'span',
                      { class: 'legend-range' },
                      entry.from === entry.to
                          ? figure(entry.from, field)
                          : `${figure(entry.from, field)} \u2013 ${figure(entry.to, field)}`,
                  )
                : h('bdi', { class: 'legend-range' }, words.valueName(entry.value, field)),
            h('span', { class: 'legend-count' }, number(entry.count)),
        ),
    );
    if (shading.unknown)
        lines.push(
            h(
                'li',
                { class: 'legend-line' },
                h('span', { class: 'swatch swatch-hatch', 'aria-hidden': 'true' }),
                h('span', { class: 'legend-range' }, words.nothingName(field)),
                h('span', { class: 'legend-count' }, number(shading.unknown)),
            ),
        );
    return h('ul', { class: 'legend-list' }, lines);
}

function shadingPart(shading, words) {
    const unit = unitName(shading.field.unit);
    return [
        h(
            'h2',
            { class: 'legend-title', title: words.fieldMeaning(shading.field) },
            h('bdi', {}, words.fieldName(shading.field)),
        ),
        h(
            'p',
            { class: 'legend-sub' },
            h('bdi', {}, sheetName(shading.layer)),
            unit ? ` \u00b7 ${unit}` : null,
            shading.layer.synthetic ? [' ', syntheticChip()] : null,
        ),
        classes(shading, words),
    ];
}

function layerPart(layer, info) {
    const { entries } = info.categories;
    const shown = info.strata ? info.strata.all.find((one) => one.key === info.stratum) : null;
    if (entries.length === 1)
        return h(
            'div',
            { class: 'legend-line' },
            swatch(layer, info, entries[0].colour),
            h('bdi', {}, sheetName(layer)),
        );
    return h(
        'div',
        { class: 'legend-layer' },
        h('h3', {}, h('bdi', {}, sheetName(layer)), shown ? [': ', h('bdi', {}, shown.title())] : null),
        h(
            'ul',
            { class: 'legend-kinds' },
            entries.map((entry) =>
                h(
                    'li',
                    { class: 'legend-line' },
                    swatch(layer, info, entry.colour),
                    h('bdi', { class: 'legend-range' }, entry.title()),
                ),
            ),
        ),
    );
}

/** The content of a legend, for the map and for print. */
export function legendParts(doc, layers, words, shading) {
    const shown = doc.layers.filter((layer) => layers.isShown(layer) && layers.info(layer).categories);
    return [
        shading ? shadingPart(shading, words) : null,
        shown.length
            ? h(
                  'div',
                  { class: 'legend-layers' },
                  shown.map((layer) => layerPart(layer, layers.info(layer))),
              )
            : null,
    ];
}

/** The legend on the map; `draw(shading)` renews it. */
export function makeLegend(doc, layers, words) {
    const body = h('div', { class: 'legend-body' });
    const summary = h('summary', {});
    const element = h(
        'details',
        { class: 'legend', open: matchMedia('(min-width: 700px)').matches, 'data-testid': 'legend' },
        summary,
        body,
    );
    return {
        element,
        draw(shading) {
            summary.textContent = t('legend');
            renew(body, legendParts(doc, layers, words, shading));
            element.hidden = !body.textContent;
        },
    };
}
