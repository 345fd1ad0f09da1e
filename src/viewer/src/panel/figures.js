/* The figures of one feature: what it is, its groups, coverage by operator, and everything else. */
import { h } from '../core/dom.js';
import { figure, quantity, unitName } from '../core/format.js';
import { isNumeric } from '../data/sheet.js';
import { isChinese, t } from '../text/index.js';

/* Columns that come once for any operator, all operators, and each operator. */
const COVERAGE = /^(served_km2|served_share|persons_served|persons_share)_(any|all|operator_\w+)$/;
const COVERAGE_ORDER = ['served_share', 'persons_share', 'served_km2', 'persons_served'];
const HEADING = new Set(['name', 'name_en', 'title', 'title_zh', 'synthetic']);

/* Of a pair X and X_zh only that of the language is shown, or else the only one that says anything. */
function isOtherLanguage(sheet, row, field) {
    const chinese = field.name.endsWith('_zh');
    const twin = chinese ? field.name.slice(0, -3) : `${field.name}_zh`;
    if (!sheet.has(twin)) return false;
    const said = sheet.value(row, field.name) !== null;
    const saidByTwin = sheet.value(row, twin) !== null;
    return chinese === isChinese() ? !said && saidByTwin : saidByTwin || !said;
}

const hooks = (field, value) => ({
    'data-field': field.name,
    'data-value': value === null ? '' : String(value),
    'data-testid': `figure-${field.name}`,
});

function valueOf(field, value, words) {
    if (value === null) return h('span', { class: 'unknown' }, words.nothingName(field));
    if (isNumeric(field)) return quantity(value, field);
    return h('bdi', {}, words.valueName(value, field));
}

function coverageTable(sheet, row, words) {
    const strata = new Map();
    const measures = new Set();
    for (const field of sheet.fields) {
        const parts = COVERAGE.exec(field.name);
        if (!parts) continue;
        measures.add(parts[1]);
        if (!strata.has(parts[2])) strata.set(parts[2], new Map());
        strata.get(parts[2]).set(parts[1], field);
    }
    if (!strata.size) return null;
    const columns = COVERAGE_ORDER.filter((one) => measures.has(one));
    const title = (stratum) =>
        stratum === 'any' ? t('stratum.any') : stratum === 'all' ? t('stratum.all') : words.operatorName(stratum);
    const cell = (field) => {
        if (!field) return h('td', {});
        const value = sheet.value(row, field.name);
        return h(
            'td',
            { ...hooks(field, value), title: words.fieldMeaning(field) },
            value === null ? '\u2013' : figure(value, field),
        );
    };
    return h(
        'section',
        {},
        h('h3', {}, t('card.coverage')),
        h(
            'div',
            { class: 'scroll', tabindex: 0, role: 'group', 'aria-label': t('card.coverage') },
            h(
                'table',
                { class: 'figures' },
                h(
                    'thead',
                    {},
                    h(
                        'tr',
                        {},
                        h('th', { scope: 'col' }, t('card.reached-by')),
                        columns.map((one) => {
                            const unit = unitName([...strata.values()].find((fields) => fields.has(one)).get(one).unit);
                            return h(
                                'th',
                                { scope: 'col' },
                                t(`column.${one}`),
                                unit && one.endsWith('km2') ? ` (${unit})` : null,
                            );
                        }),
                    ),
                ),
                h(
                    'tbody',
                    {},
                    [...strata].map(([stratum, fields]) =>
                        h(
                            'tr',
                            {},
                            h('th', { scope: 'row' }, h('bdi', {}, title(stratum))),
                            columns.map((one) => cell(fields.get(one))),
                        ),
                    ),
                ),
            ),
        ),
    );
}

function line(sheet, row, field, words, explained) {
    const value = sheet.value(row, field.name);
    const meaning = words.fieldMeaning(field);
    return h(
        'div',
        { class: 'figure-line' },
        h(
            'dt',
            { title: `${meaning} (${field.name})` },
            h('bdi', {}, words.fieldName(field)),
            explained ? h('span', { class: 'meaning' }, meaning, ' ', h('code', {}, field.name)) : null,
        ),
        h('dd', hooks(field, value), valueOf(field, value, words)),
    );
}

/* What a reader looks at first, and what comes after. */
function sectionOf(sheet, field, schemes) {
    const { name } = field;
    if (schemes.some((scheme) => name === scheme || name.startsWith(`${scheme}_`))) return 'groups';
    if (/sentence|verdict|reason|^note/.test(name)) return 'words';
    if (/(^|_)(code|level|longitude|latitude|lon|lat)$/.test(name)) return 'place';
    if (/(_rank|_cluster)$/.test(name)) return 'compared';
    return 'main';
}
const SECTIONS = ['words', 'main', 'coverage', 'groups', 'compared', 'place'];

/** All figures of a row; `explained`: with the meaning of every field. */
export function figuresOf(doc, sheet, row, words, explained) {
    const schemes = doc.schemes.flatMap((scheme) => [scheme.column ?? scheme.name, scheme.name]);
    const sections = new Map(SECTIONS.map((id) => [id, []]));
    for (const field of sheet.fields) {
        if (HEADING.has(field.name) || COVERAGE.test(field.name) || isOtherLanguage(sheet, row, field)) continue;
        const empty = sheet.value(row, field.name) === null;
        const section = sectionOf(sheet, field, schemes);
        if (empty && doc.units.indexOf(sheet) < 0 && section !== 'main') continue;
        sections.get(section).push(line(sheet, row, field, words, explained));
    }
    return SECTIONS.map((id) => {
        if (id === 'coverage') return coverageTable(sheet, row, words);
        const lines = sections.get(id);
        if (!lines.length) return null;
        return h('section', {}, h('h3', {}, t(`card.${id}`)), h('dl', { class: 'figure-list' }, lines));
    });
}
