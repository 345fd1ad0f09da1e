/* How figures went over the years, one figure at a time. */
import { lineChart } from '../chart/lines.js';
import { h, renew } from '../core/dom.js';
import { number, percent } from '../core/format.js';
import { categoryColours } from '../map/colours.js';
import { isChinese, t, word } from '../text/index.js';

/** A choice of figures and the chart of the one chosen; null: there is no trend. */
export function trend(doc, words, scheme, store) {
    const table = doc.tables.get('trend');
    if (!table?.rows) return null;
    const rows = table
        .objects('year', 'scheme', 'group', 'subject', 'measure', 'value', 'unit', 'period')
        .filter((row) => Number.isFinite(row.value) && (!row.scheme || row.scheme === scheme));
    const keys = [...new Set(rows.map((row) => `${row.subject}/${row.measure}/${row.period ?? ''}`))].filter(
        (key) =>
            new Set(
                rows
                    .filter((row) => `${row.subject}/${row.measure}/${row.period ?? ''}` === key)
                    .map((row) => row.year),
            ).size > 1,
    );
    if (!keys.length) return null;
    const place = h('div', {});
    const draw = (key) => {
        const [subject, measure, period] = key.split('/');
        const of = rows.filter(
            (row) => row.subject === subject && row.measure === measure && (row.period ?? '') === period,
        );
        const groups = [...new Set(of.map((row) => row.group))];
        const colours = categoryColours(groups.map((group) => group ?? ''));
        const format = of[0].unit === 'share' ? (value) => percent(value, 1) : (value) => number(value);
        renew(
            place,
            lineChart({
                id: 'trend',
                title: keyTitle(key),
                format,
                from0: of[0].unit === 'share',
                series: groups.map((group) => ({
                    title: group ? words.groupName(group, scheme) : t('everything'),
                    colour: colours.get(group ?? ''),
                    points: of
                        .filter((row) => row.group === group)
                        .map((row) => [row.year, row.value])
                        .sort((a, b) => a[0] - b[0]),
                })),
            }),
        );
    };
    const keyTitle = (key) =>
        key
            .split('/')
            .filter(Boolean)
            .map(word)
            .join(isChinese() ? '：' : ': ');
    const first = keys.includes(store.get().trend) ? store.get().trend : keys[0];
    const select = h(
        'select',
        {
            id: 'trend',
            class: 'wide',
            'data-testid': 'trend',
            onchange: (event) => {
                store.set({ trend: event.target.value });
                draw(event.target.value);
            },
        },
        keys.map((key) => h('option', { value: key, selected: key === first }, keyTitle(key))),
    );
    draw(first);
    return h('section', {}, h('h2', {}, h('label', { for: 'trend' }, t('trend'))), select, place);
}
