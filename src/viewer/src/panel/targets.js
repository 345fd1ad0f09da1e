/* Targets: met, missed, or it cannot be said. */
import { h } from '../core/dom.js';
import { number, percent, unitName } from '../core/format.js';
import { either, isChinese, t, word } from '../text/index.js';
import { syntheticChip } from './layer-list.js';

const FIELDS = [
    'code',
    'year',
    'measure',
    'denominator',
    'measure_zh',
    'denominator_zh',
    'unit',
    'target',
    'actual',
    'published',
    'figure',
    'gap',
    'verdict',
    'document',
    'definition',
    'definition_zh',
    'reason',
    'reason_zh',
    'unknown_share',
    'assumed_share',
    'synthetic',
];
const SIGNS = { met: '\u2713', missed: '\u2717', cannot_say: '?' };
const ORDER = ['missed', 'met', 'cannot_say'];

/* Without an aim there is nothing to meet or miss, whatever is published or computed. */
const verdictOf = (row) => (Number.isFinite(row.target) ? (row.verdict ?? 'cannot_say') : null);
const rank = (row) => (verdictOf(row) ? ORDER.indexOf(verdictOf(row)) : ORDER.length);

/** Rows of the targets, from the table or else from the summary. */
function rowsOf(doc) {
    const table = doc.tables.get('targets');
    const rows = table?.rows ? table.objects(...FIELDS) : (doc.summary.targets?.targets ?? []);
    return rows.map((row) => ({ ...row, actual: row.actual ?? row.published ?? null }));
}

const withUnit = (value, unit) => {
    if (!Number.isFinite(value)) return '\u2013';
    if (unit === '%') return `${number(value, 2)}\u202f%`;
    const name = unitName(unit);
    return name ? `${number(value)}\u202f${name}` : number(value);
};

const verdict = (value) =>
    value
        ? h(
              'span',
              { class: `verdict verdict-${SIGNS[value] ? value : 'cannot_say'}` },
              h('span', { 'aria-hidden': 'true' }, `${SIGNS[value] ?? ''} `),
              word(value),
          )
        : h('span', { class: 'verdict verdict-none' }, t('targets.not-asked'));

function rowPair(row) {
    const shares = [
        [row.unknown_share, 'targets.unknown'],
        [row.assumed_share, 'targets.assumed'],
    ]
        .filter(([value]) => Number.isFinite(value) && value > 0)
        .map(([value, key]) => t(key, { share: percent(value, 1) }));
    const definition = either(row.definition, row.definition_zh);
    const reason = either(row.reason, row.reason_zh);
    const denominator = either(row.denominator, row.denominator_zh);
    return [
        h(
            'tr',
            { class: 'target', 'data-target': `${row.code} ${row.year}`, 'data-verdict': verdictOf(row) ?? '' },
            h(
                'th',
                { scope: 'row' },
                h('bdi', {}, either(row.measure, row.measure_zh) ?? word(row.code)),
                h('span', { class: 'target-code' }, h('bdi', {}, row.code)),
            ),
            h('td', {}, String(row.year ?? '')),
            h(
                'td',
                { class: 'target-verdict' },
                verdict(verdictOf(row)),
                row.synthetic === true ? [' ', syntheticChip()] : null,
            ),
            ['target', 'figure', 'gap', 'actual'].map((one) =>
                h('td', { 'data-field': one, 'data-value': row[one] ?? '' }, withUnit(row[one], row.unit)),
            ),
        ),
        definition || reason || denominator || shares.length
            ? h(
                  'tr',
                  { class: 'target-why' },
                  h(
                      'td',
                      { colspan: 7 },
                      reason ? h('p', {}, h('bdi', {}, reason)) : null,
                      definition
                          ? h('p', { class: 'hint' }, t('targets.definition'), ' ', h('bdi', {}, definition))
                          : null,
                      denominator
                          ? h('p', { class: 'hint' }, t('targets.denominator'), ' ', h('bdi', {}, denominator))
                          : null,
                      shares.length ? h('p', { class: 'hint' }, shares.join(isChinese() ? '；' : '; ')) : null,
                  ),
              )
            : null,
    ];
}

/** The table of targets; null: the study has none. */
export function targetTable(doc, testId) {
    const rows = rowsOf(doc);
    if (!rows.length) return null;
    rows.sort((a, b) => rank(a) - rank(b) || String(a.code).localeCompare(String(b.code)) || a.year - b.year);
    const head = ['name', 'year', 'verdict', 'target', 'figure', 'gap', 'published'];
    return h(
        'table',
        { class: 'targets', 'data-testid': testId },
        h('caption', { class: 'away' }, t('tab.targets')),
        h(
            'thead',
            {},
            h(
                'tr',
                {},
                head.map((one) => h('th', { scope: 'col' }, t(`targets.${one}`))),
            ),
        ),
        h('tbody', {}, rows.map(rowPair)),
    );
}

/** How many targets are met, missed, or cannot be said. */
export function targetCounts(doc) {
    const rows = rowsOf(doc);
    if (!rows.length) return null;
    return h(
        'ul',
        { class: 'verdict-counts', 'data-testid': 'target-counts' },
        ['met', 'missed', 'cannot_say'].map((one) => {
            const count = rows.filter((row) => verdictOf(row) === one).length;
            return h('li', { 'data-verdict': one, 'data-value': count }, h('b', {}, String(count)), ' ', verdict(one));
        }),
    );
}

export function makeTargets({ doc }) {
    const table = targetTable(doc, 'target-table');
    if (!table) return h('p', { class: 'hint' }, t('targets.none'));
    return [
        targetCounts(doc),
        h('p', { class: 'hint' }, t('targets.note')),
        h('div', { class: 'scroll', tabindex: 0, role: 'group', 'aria-label': t('tab.targets') }, table),
    ];
}
