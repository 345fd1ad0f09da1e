/* How all of this was computed: what it rests on, the sources, assumptions, runs and their parameters. */
import { h } from '../core/dom.js';
import { number, percent } from '../core/format.js';
import { either, t, word } from '../text/index.js';
import { makeLicences } from './licences.js';
import { syntheticSentence } from './header.js';

const MOST_SHOWN = 40;

/* Parameters as they stand: names and values, folded in where there are many. */
function tree(value, depth = 0) {
    if (value === null || value === undefined) return h('span', { class: 'unknown' }, t('method.unset'));
    if (typeof value !== 'object')
        return h(
            'bdi',
            { class: 'parameter' },
            typeof value === 'number' ? String(value) : typeof value === 'boolean' ? t(value ? 'yes' : 'no') : value,
        );
    const entries = Object.entries(value);
    if (!entries.length) return h('span', { class: 'unknown' }, t('method.empty'));
    if (Array.isArray(value) && entries.every(([, one]) => typeof one !== 'object'))
        return h(
            'bdi',
            { class: 'parameter' },
            value.slice(0, MOST_SHOWN).join(', '),
            value.length > MOST_SHOWN ? ' \u2026' : null,
        );
    const list = h(
        'dl',
        { class: 'tree' },
        entries
            .slice(0, MOST_SHOWN)
            .map(([key, one]) =>
                h(
                    'div',
                    {},
                    h('dt', {}, h('code', {}, Array.isArray(value) ? String(Number(key) + 1) : key)),
                    h('dd', {}, tree(one, depth + 1)),
                ),
            ),
        entries.length > MOST_SHOWN ? h('div', {}, t('method.more', { count: entries.length - MOST_SHOWN })) : null,
    );
    return depth > 0 && entries.length > 4
        ? h('details', {}, h('summary', {}, t('method.entries', { count: entries.length })), list)
        : list;
}

const meter = (title, part, whole) =>
    Number.isFinite(part) && whole > 0
        ? h(
              'div',
              { class: 'meter' },
              h('span', { class: 'meter-title' }, title),
              h(
                  'span',
                  { class: 'meter-bar', 'aria-hidden': 'true' },
                  h('span', { style: `width: ${Math.min(100, (100 * part) / whole)}%` }),
              ),
              h(
                  'span',
                  { class: 'meter-value', 'data-value': part / whole },
                  `${percent(part / whole, 1)} (${number(part)} / ${number(whole)})`,
              ),
          )
        : null;

const simplifiedBy = (metres) =>
    metres > 0 ? t('method.simplified', { metres: number(metres) }) : t('method.full');

function restsOn(doc) {
    const { stations = {} } = doc.summary;
    const meters = [
        meter(t('method.stations-synthetic'), stations.synthetic, stations.count),
        meter(t('method.stations-default'), stations.with_default_radius, stations.count),
    ];
    const rejected = doc.summary.rows_rejected;
    const count = typeof rejected === 'number' ? rejected : Array.isArray(rejected) ? rejected.length : null;
    return h(
        'section',
        { 'data-testid': 'method-rests' },
        h('h2', {}, t('method.rests')),
        doc.synthetic ? h('p', {}, h('bdi', {}, syntheticSentence(doc))) : h('p', {}, t('method.all-real')),
        meters,
        count === null ? null : h('p', {}, t('method.rejected', { count: number(count) })),
        doc.tolerance === null ? null : h('p', { 'data-testid': 'method-tolerance' }, simplifiedBy(doc.tolerance)),
    );
}

function sources(doc) {
    const hashes = new Map((doc.provenance.inputs ?? []).map((one) => [`${one.kind} ${one.path}`, one.sha256]));
    const table = doc.tables.get('sources');
    const rows = table?.rows ? table.objects(...table.fields.map((field) => field.name)) : (doc.summary.sources ?? []);
    if (!rows.length) return null;
    const line = (key, value) =>
        value === null || value === undefined || value === ''
            ? null
            : h('div', {}, h('dt', {}, t(key)), h('dd', {}, h('bdi', {}, value)));
    return h(
        'section',
        { 'data-testid': 'method-sources' },
        h('h2', {}, t('method.sources')),
        rows.map((row) =>
            h(
                'article',
                { class: 'source' },
                h(
                    'h3',
                    {},
                    h('bdi', {}, either(row.title, row.title_zh) ?? row.path),
                    row.synthetic === true ? [' ', h('span', { class: 'chip-synthetic' }, t('synthetic.chip'))] : null,
                ),
                h(
                    'dl',
                    { class: 'source-list' },
                    line('source.kind', word(row.kind)),
                    line('source.path', row.path),
                    line('source.licence', either(row.licence, row.licence_zh)),
                    line('source.attribution', either(row.attribution, row.attribution_zh)),
                    line('source.vintage', row.vintage),
                    line(
                        'source.rows',
                        Number.isFinite(row.rows_accepted)
                            ? t('source.rows-of', {
                                  accepted: number(row.rows_accepted),
                                  read: number(row.rows_read),
                                  rejected: number(row.rows_rejected ?? 0),
                              })
                            : null,
                    ),
                    line('source.crs', row.crs),
                    line(
                        'source.transform',
                        row.transform
                            ? `${row.transform}${Number.isFinite(row.transform_accuracy_m) ? ` (\u00b1${number(row.transform_accuracy_m)} m)` : ''}`
                            : null,
                    ),
                    line('source.sha', hashes.get(`${row.kind} ${row.path}`)),
                ),
            ),
        ),
    );
}

function assumptions(doc) {
    const table = doc.tables.get('assumptions');
    const rows = table?.rows
        ? table.objects('subject', 'field', 'value', 'value_zh', 'basis', 'basis_zh', 'rows_affected', 'rows_total', 'share')
        : (doc.summary.assumptions ?? []);
    if (!rows.length) return null;
    const head = ['subject', 'value', 'basis', 'share'];
    return h(
        'section',
        { 'data-testid': 'method-assumptions' },
        h('h2', {}, t('method.assumptions')),
        h(
            'div',
            { class: 'scroll', tabindex: 0, role: 'group', 'aria-label': t('method.assumptions') },
            h(
                'table',
                { class: 'plain' },
                h(
                    'thead',
                    {},
                    h(
                        'tr',
                        {},
                        head.map((one) => h('th', { scope: 'col' }, t(`assumption.${one}`))),
                    ),
                ),
                h(
                    'tbody',
                    {},
                    rows.map((row) =>
                        h(
                            'tr',
                            {},
                            h('td', {}, h('bdi', {}, [row.subject, row.field].filter(Boolean).map(word).join(' / '))),
                            h('td', {}, h('bdi', {}, either(row.value, row.value_zh))),
                            h('td', {}, h('bdi', {}, either(row.basis, row.basis_zh))),
                            h(
                                'td',
                                {
                                    title: Number.isFinite(row.rows_total)
                                        ? `${number(row.rows_affected)} / ${number(row.rows_total)}`
                                        : null,
                                },
                                Number.isFinite(row.share) ? percent(row.share, 1) : '\u2013',
                            ),
                        ),
                    ),
                ),
            ),
        ),
    );
}

function runs(doc) {
    const records = Object.entries(doc.summary.runs ?? {}).filter(([, run]) => run);
    if (!records.length) return null;
    return h(
        'section',
        { 'data-testid': 'method-runs' },
        h('h2', {}, t('method.runs')),
        records.map(([step, run]) =>
            h(
                'details',
                { class: 'run' },
                h(
                    'summary',
                    {},
                    word(step),
                    run.model ? h('span', { class: 'hint' }, ' ', t('method.model', { model: run.model })) : null,
                ),
                h('h3', {}, t('method.parameters')),
                tree(run.parameters),
                doc.provenance.runs?.[step]?.versions
                    ? [h('h3', {}, t('method.versions')), tree(doc.provenance.runs[step].versions)]
                    : null,
            ),
        ),
    );
}

function schemes(doc) {
    const of = (doc.summary.schemes ?? []).filter((scheme) => scheme.definition);
    if (!of.length) return null;
    return h(
        'section',
        {},
        h('h2', {}, t('method.schemes')),
        of.map((scheme) =>
            h(
                'details',
                { class: 'run' },
                h('summary', {}, h('bdi', {}, either(scheme.title, scheme.title_zh) ?? scheme.name)),
                tree(scheme.definition),
            ),
        ),
    );
}

export function makeMethod({ doc }) {
    const { study } = doc.provenance;
    return [
        h('p', {}, t('method.made', { program: doc.program })),
        restsOn(doc),
        assumptions(doc),
        sources(doc),
        schemes(doc),
        runs(doc),
        study
            ? h(
                  'section',
                  {},
                  h('h2', {}, t('method.study')),
                  h(
                      'dl',
                      { class: 'source-list' },
                      h('div', {}, h('dt', {}, t('source.path')), h('dd', {}, h('bdi', {}, study.path))),
                      h('div', {}, h('dt', {}, t('source.sha')), h('dd', {}, study.sha256)),
                  ),
              )
            : null,
        makeLicences(),
    ];
}
