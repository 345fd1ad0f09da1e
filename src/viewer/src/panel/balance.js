/* How even it is: headline figures, bars by group, Lorenz curves, margins, trend, plans. */
import { h, renew } from '../core/dom.js';
import { figure, number, percent, unitName } from '../core/format.js';
import { rowNames } from '../data/words.js';
import { barChart } from '../chart/bars.js';
import { frontChart } from '../chart/front.js';
import { lineChart } from '../chart/lines.js';
import { lorenzChart } from '../chart/lorenz.js';
import { marginChart } from '../chart/margins.js';
import { categoryColours } from '../map/colours.js';
import { either, isChinese, t, word } from '../text/index.js';

const COVERED = [['any', '#0072b2'], ['best', '#56b4e9'], ['all', '#1b2f52']];

const finite = (value) => (Number.isFinite(value) ? value : null);

/** The headline figures: [{id, title, text, value}]. */
export function headline(doc) {
    const all = doc.summary.all ?? {};
    const coverage = all.coverage ?? {};
    const operators = Object.values(coverage.operators ?? {});
    const known = Number.isFinite(coverage.any?.persons_share);
    const key = known ? 'persons_share' : 'served_share';
    const best = operators.map((one) => one?.[key]).filter(Number.isFinite).sort((a, b) => b - a)[0];
    const shares = [['any', coverage.any?.[key]], ['best', best], ['all', coverage.all?.[key]]]
        .filter(([, value]) => Number.isFinite(value))
        .map(([id, value]) => ({ id: `covered-${id}`, value, text: percent(value, 1), title: t(`headline.${id}.${known ? 'persons' : 'area'}`) }));
    const count = (id, value, text) => (Number.isFinite(value) ? [{ id, value, text: text ?? number(value, 0), title: t(`headline.${id}`) }] : []);
    return [...shares, ...count('persons', all.persons), ...count('stations', all.stations),
        ...count('stations_per_10k', all.stations_per_10k, Number.isFinite(all.stations_per_10k) ? number(all.stations_per_10k) : ''),
        ...count('pilots', all.pilots)];
}

export const headlineTiles = (doc) =>
    h('dl', { class: 'tiles', 'data-testid': 'headline' }, headline(doc).map((one) =>
        h('div', { class: 'tile' }, h('dt', {}, one.title), h('dd', { 'data-value': one.value, 'data-testid': `headline-${one.id}` }, one.text))));

function schemesOf(doc) {
    return (doc.summary.schemes ?? []).filter((scheme) => (scheme.groups ?? []).length > 1 && scheme.groups.every((group) => group.figures));
}

function groupCharts(doc, words, scheme) {
    const { groups } = scheme;
    const title = (group) => either(group.title, group.title_zh) ?? group.name;
    const shareKey = groups.some((group) => Number.isFinite(group.figures.coverage?.any?.persons_share)) ? 'persons_share' : 'served_share';
    const covered = (group, stratum) => {
        const coverage = group.figures.coverage ?? {};
        if (stratum !== 'best') return finite(coverage[stratum]?.[shareKey]);
        const shares = Object.values(coverage.operators ?? {}).map((one) => one?.[shareKey]).filter(Number.isFinite);
        return shares.length ? Math.max(...shares) : null;
    };
    const made = [];
    const shares = groups.map((group) => ({ title: title(group), values: COVERED.map(([stratum]) => covered(group, stratum)) }));
    if (shares.some((group) => group.values.some((value) => value !== null)))
        made.push(barChart({ id: 'coverage', title: t(`bars.coverage.${shareKey}`), groups: shares, high: 1, groupTitle: words.schemeName(scheme.name),
            series: COVERED.map(([stratum, colour]) => ({ title: t(`stratum.${stratum}`), colour })), format: (value) => percent(value, 1) }));
    for (const [key, colour] of [['stations_per_10k', '#009e73'], ['pilots_per_100k', '#cc79a7']]) {
        const bars = groups.map((group) => ({ title: title(group), values: [finite(group.figures[key])] }));
        if (bars.every((group) => group.values[0] === null)) continue;
        const mean = finite(doc.summary.all?.[key]);
        made.push(barChart({ id: key, title: t(`bars.${key}`), groups: bars, series: [{ title: t(`bars.${key}`), colour }], format: (value) => number(value),
            groupTitle: words.schemeName(scheme.name), mark: mean === null ? null : { value: mean, title: t('bars.mean', { value: number(mean) }) } }));
    }
    return made;
}

function scorecard(doc, scheme) {
    const lines = (doc.summary.scorecard ?? []).filter((one) => one.scheme === scheme && one.sentence);
    if (!lines.length) return null;
    return h('section', {}, h('h2', {}, t('scorecard')), lines.map((one, i) => h('details', { class: 'run', open: i === 0 },
        h('summary', {}, word(one.subject)), h('p', { class: 'sentence' }, h('bdi', {}, either(one.sentence, one.sentence_zh))))));
}

function lorenz(doc, words, scheme) {
    const of = doc.lorenz.filter((curve) => curve.weight_share?.length > 1);
    let curves = of.filter((curve) => curve.scheme === scheme);
    if (!curves.length) curves = of;
    if (!curves.length) return null;
    const seen = new Set();
    curves = curves.filter((curve) => !seen.has(curve.subject) && seen.add(curve.subject)).slice(0, 6);
    return lorenzChart({ id: 'lorenz', title: t('lorenz'), note: t('lorenz.note'), curves: curves.map((curve) => ({ ...curve, title: word(curve.subject) })) });
}

function margins(doc, words) {
    const venues = doc.layer('venues');
    const name = ['worst_margin_db', 'worst_margin_m'].find((one) => venues?.values(one).some(Number.isFinite));
    if (!name) return null;
    const field = venues.field(name);
    const verdicts = [...new Set(venues.values('verdict'))].filter((one) => one !== null);
    const colours = categoryColours(verdicts);
    const values = [];
    for (let row = 0; row < venues.rows; row++) {
        const value = venues.value(row, name);
        if (Number.isFinite(value)) values.push({ title: rowNames(venues, row).name, value, colour: colours.get(venues.value(row, 'verdict')) ?? '#0072b2' });
    }
    return marginChart({ id: 'margins', title: t('margins', { unit: unitName(field.unit) || field.unit }), note: words.fieldMeaning(field), values,
        kinds: verdicts.map((one) => ({ title: word(one), colour: colours.get(one) })), format: (value) => `${figure(value, field)}\u202f${unitName(field.unit)}` });
}

function trend(doc, words, scheme, store) {
    const table = doc.tables.get('trend');
    if (!table?.rows) return null;
    const rows = table.objects('year', 'scheme', 'group', 'subject', 'measure', 'value', 'unit', 'period').filter((row) => Number.isFinite(row.value) && (!row.scheme || row.scheme === scheme));
    const keys = [...new Set(rows.map((row) => `${row.subject}/${row.measure}/${row.period ?? ''}`))]
        .filter((key) => new Set(rows.filter((row) => `${row.subject}/${row.measure}/${row.period ?? ''}` === key).map((row) => row.year)).size > 1);
    if (!keys.length) return null;
    const place = h('div', {});
    const draw = (key) => {
        const [subject, measure, period] = key.split('/');
        const of = rows.filter((row) => row.subject === subject && row.measure === measure && (row.period ?? '') === period);
        const groups = [...new Set(of.map((row) => row.group))];
        const colours = categoryColours(groups.map((group) => group ?? ''));
        const format = of[0].unit === 'share' ? (value) => percent(value, 1) : (value) => number(value);
        renew(place, lineChart({ id: 'trend', title: keyTitle(key), format, from0: of[0].unit === 'share',
            series: groups.map((group) => ({ title: group ? words.groupName(group, scheme) : t('everything'), colour: colours.get(group ?? ''),
                points: of.filter((row) => row.group === group).map((row) => [row.year, row.value]).sort((a, b) => a[0] - b[0]) })) }));
    };
    const keyTitle = (key) => key.split('/').filter(Boolean).map(word).join(isChinese() ? '：' : ': ');
    const first = keys.includes(store.get().trend) ? store.get().trend : keys[0];
    const select = h('select', { id: 'trend', class: 'wide', 'data-testid': 'trend', onchange: (event) => { store.set({ trend: event.target.value }); draw(event.target.value); } },
        keys.map((key) => h('option', { value: key, selected: key === first }, keyTitle(key))));
    draw(first);
    return h('section', {}, h('h2', {}, h('label', { for: 'trend' }, t('trend'))), select, place);
}

/* What groups gained and lost since the run that this one is compared with. */
function changes(doc, words, scheme) {
    const table = doc.tables.get('compare');
    if (!table?.has('persons_gained')) return null;
    const rows = table.objects('kind', 'scheme', 'group', 'persons_before', 'persons_gained', 'persons_lost', 'persons_after')
        .filter((row) => row.kind === 'all' || (row.kind === 'group' && row.scheme === scheme));
    if (!rows.length) return null;
    const figures = ['persons_before', 'persons_gained', 'persons_lost', 'persons_after'];
    return h('section', { 'data-testid': 'changes' }, h('h2', {}, t('changes')), h('div', { class: 'scroll', tabindex: 0, role: 'group', 'aria-label': t('changes') },
        h('table', { class: 'figures' }, h('thead', {}, h('tr', {}, h('th', { scope: 'col' }, words.schemeName(scheme)), figures.map((one) => h('th', { scope: 'col' }, t(`changes.${one}`))))),
            h('tbody', {}, rows.map((row) => h('tr', {}, h('th', { scope: 'row' }, h('bdi', {}, row.kind === 'all' ? t('everything') : words.groupName(row.group, scheme))),
                figures.map((one) => h('td', { 'data-field': one, 'data-value': row[one] ?? '' }, Number.isFinite(row[one]) ? number(row[one], 0) : t('unknown')))))))));
}

function fronts(doc) {
    const table = doc.tables.get('siting_plans');
    if (!table?.rows) return null;
    const rows = table.objects('question', 'place', 'plan', 'variant', 'on_front', 'persons_gained', 'index', 'index_after', 'sentence', 'sentence_zh')
        .filter((row) => Number.isFinite(row.persons_gained) && Number.isFinite(row.index_after));
    const titles = new Map((doc.summary.choose ?? []).map((one) => [one.name, either(one.title, one.title_zh)]));
    return [...new Set(rows.map((row) => row.question))].map((question) => {
        const plans = rows.filter((row) => row.question === question);
        const asked = plans.find((plan) => plan.variant === 'asked');
        return frontChart({ id: `front-${question}`, title: t('front', { question: titles.get(question) ?? word(question) }), plans, index: plans[0].index ?? '',
            note: asked ? either(asked.sentence, asked.sentence_zh) : null });
    });
}

export function makeBalance({ doc, words, store }) {
    const schemes = schemesOf(doc);
    const place = h('div', {});
    const chosen = () => store.get().scheme ?? schemes[0]?.name ?? null;
    const draw = () => {
        const scheme = schemes.find((one) => one.name === chosen());
        renew(place, scheme ? groupCharts(doc, words, scheme) : null, lorenz(doc, words, chosen()), changes(doc, words, chosen()), scorecard(doc, chosen()), trend(doc, words, chosen(), store));
    };
    const select = schemes.length > 1 ? [h('label', { for: 'scheme' }, t('scheme')), h('select', { id: 'scheme', class: 'wide', 'data-testid': 'scheme',
        onchange: (event) => { store.set({ scheme: event.target.value }); draw(); } },
    schemes.map((scheme) => h('option', { value: scheme.name, selected: scheme.name === chosen() }, words.schemeName(scheme.name))))] : null;
    draw();
    const tiles = headline(doc).length ? headlineTiles(doc) : null;
    const content = [tiles, select, place, margins(doc, words), fronts(doc)];
    return place.firstChild || tiles ? content : [h('p', { class: 'hint' }, t('nothing-to-chart'))];
}

