/* The headline figures of a study. */
import { h } from '../core/dom.js';
import { number, percent } from '../core/format.js';
import { t } from '../text/index.js';

/** The headline figures: [{id, title, text, value}]. */
export function headline(doc) {
    const all = doc.summary.all ?? {};
    const coverage = all.coverage ?? {};
    const operators = Object.values(coverage.operators ?? {});
    const known = Number.isFinite(coverage.any?.persons_share);
    const key = known ? 'persons_share' : 'served_share';
    const best = operators
        .map((one) => one?.[key])
        .filter(Number.isFinite)
        .sort((a, b) => b - a)[0];
    const shares = [
        ['any', coverage.any?.[key]],
        ['best', best],
        ['all', coverage.all?.[key]],
    ]
        .filter(([, value]) => Number.isFinite(value))
        .map(([id, value]) => ({
            id: `covered-${id}`,
            value,
            text: percent(value, 1),
            title: t(`headline.${id}.${known ? 'persons' : 'area'}`),
        }));
    const count = (id, value, text) =>
        Number.isFinite(value) ? [{ id, value, text: text ?? number(value, 0), title: t(`headline.${id}`) }] : [];
    return [
        ...shares,
        ...count('persons', all.persons),
        ...count('stations', all.stations),
        ...count(
            'stations_per_10k',
            all.stations_per_10k,
            Number.isFinite(all.stations_per_10k) ? number(all.stations_per_10k) : '',
        ),
        ...count('pilots', all.pilots),
    ];
}

export const headlineTiles = (doc) =>
    h(
        'dl',
        { class: 'tiles', 'data-testid': 'headline' },
        headline(doc).map((one) =>
            h(
                'div',
                { class: 'tile' },
                h('dt', {}, one.title),
                h('dd', { 'data-value': one.value, 'data-testid': `headline-${one.id}` }, one.text),
            ),
        ),
    );
