/* How even it is: bars by group, Lorenz curves, margins, trend, plans. */
import { h, renew } from '../core/dom.js';
import { figure, number, percent, unitName } from '../core/format.js';
import { rowNames } from '../data/words.js';
import { barChart } from '../chart/bars.js';
import { frontChart } from '../chart/front.js';
import { lorenzChart } from '../chart/lorenz.js';
import { marginChart } from '../chart/margins.js';
import { categoryColours } from '../map/colours.js';
import { either, t, word } from '../text/index.js';
import { headline, headlineTiles } from './headline.js';
import { trend } from './trend.js';

const COVERED = [
    ['any', '#0072b2'],
    ['best', '#56b4e9'],
    ['all', '#1b2f52'],
];

const finite = (value) => (Number.isFinite(value) ? value : null);

function schemesOf(doc) {
    return (doc.summary.schemes ?? []).filter(
        (scheme) => (scheme.groups ?? []).length > 1 && scheme.groups.every((group) => group.figures),
    );
}

function groupCharts(doc, words, scheme) {
    const { groups } = scheme;
    const title = (group) => either(group.title, group.title_zh) ?? group.name;
    const shareKey = groups.some((group) => Number.isFinite(group.figures.coverage?.any?.persons_share))
        ? 'persons_share'
        : 'served_share';
    const covered = (group, stratum) => {
        const coverage = group.figures.coverage ?? {};
        if (stratum !== 'best') return finite(coverage[stratum]?.[shareKey]);
        const shares = Object.values(coverage.operators ?? {})
            .map((one) => one?.[shareKey])
            .filter(Number.isFinite);
        return shares.length ? Math.max(...shares) : null;
    };
    const made = [];
    const shares = groups.map((group) => ({
        title: title(group),
        values: COVERED.map(([stratum]) => covered(group, stratum)),
    }));
    if (shares.some((group) => group.values.some((value) => value !== null)))
        made.push(
            barChart({
                id: 'coverage',
                title: t(`bars.coverage.${shareKey}`),
                groups: shares,
                high: 1,
                groupTitle: words.schemeName(scheme.name),
                series: COVERED.map(([stratum, colour]) => ({ title: t(`stratum.${stratum}`), colour })),
                format: (value) => percent(value, 1),
            }),
        );
    for (const [key, colour] of [
        ['stations_per_10k', '#009e73'],
        ['pilots_per_100k', '#cc79a7'],
    ]) {
        const bars = groups.map((group) => ({ title: title(group), values: [finite(group.figures[key])] }));
        if (bars.every((group) => group.values[0] === null)) continue;
        const mean = finite(doc.summary.all?.[key]);
        made.push(
            barChart({
                id: key,
                title: t(`bars.${key}`),
                groups: bars,
                series: [{ title: t(`bars.${key}`), colour }],
                format: (value) => number(value),
                groupTitle: words.schemeName(scheme.name),
                mark: mean === null ? null : { value: mean, title: t('bars.mean', { value: number(mean) }) },
            }),
        );
    }
    return made;
}

function scorecard(doc, scheme) {
    const lines = (doc.summary.scorecard ?? []).filter((one) => one.scheme === scheme && one.sentence);
    if (!lines.length) return null;
    return h(
        'section',
        {},
        h('h2', {}, t('scorecard')),
        lines.map((one, i) =>
            h(
                'details',
                { class: 'run', open: i === 0 },
                h('summary', {}, word(one.subject)),
                h('p', { class: 'sentence' }, h('bdi', {}, either(one.sentence, one.sentence_zh))),
            ),
        ),
    );
}

function lorenz(doc, words, scheme) {
    const of = doc.lorenz.filter((curve) => curve.weight_share?.length > 1);
    let curves = of.filter((curve) => curve.scheme === scheme);
    if (!curves.length) curves = of;
    if (!curves.length) return null;
    const seen = new Set();
    curves = curves.filter((curve) => !seen.has(curve.subject) && seen.add(curve.subject)).slice(0, 6);
    return lorenzChart({
        id: 'lorenz',
        title: t('lorenz'),
        note: t('lorenz.note'),
        curves: curves.map((curve) => ({ ...curve, title: word(curve.subject) })),
    });
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
        if (Number.isFinite(value))
            values.push({
                title: rowNames(venues, row).name,
                value,
                colour: colours.get(venues.value(row, 'verdict')) ?? '#0072b2',
            });
    }
    return marginChart({
        id: 'margins',
        title: t('margins', { unit: unitName(field.unit) || field.unit }),
        note: words.fieldMeaning(field),
        values,
        kinds: verdicts.map((one) => ({ title: word(one), colour: colours.get(one) })),
        format: (value) => `${figure(value, field)}\u202f${unitName(field.unit)}`,
    });
}

/* What groups gained and lost since the run that this one is compared with. */
function changes(doc, words, scheme) {
    const table = doc.tables.get('compare');
    if (!table?.has('persons_gained')) return null;
    const rows = table
        .objects('kind', 'scheme', 'group', 'persons_before', 'persons_gained', 'persons_lost', 'persons_after')
        .filter((row) => row.kind === 'all' || (row.kind === 'group' && row.scheme === scheme));
    if (!rows.length) return null;
    const figures = ['persons_before', 'persons_gained', 'persons_lost', 'persons_after'];
    return h(
        'section',
        { 'data-testid': 'changes' },
        h('h2', {}, t('changes')),
        h(
            'div',
            { class: 'scroll', tabindex: 0, role: 'group', 'aria-label': t('changes') },
            h(
                'table',
                { class: 'figures' },
                h(
                    'thead',
                    {},
                    h(
                        'tr',
                        {},
                        h('th', { scope: 'col' }, words.schemeName(scheme)),
                        figures.map((one) => h('th', { scope: 'col' }, t(`changes.${one}`))),
                    ),
                ),
                h(
                    'tbody',
                    {},
                    rows.map((row) =>
                        h(
                            'tr',
                            {},
                            h(
                                'th',
                                { scope: 'row' },
                                h('bdi', {}, row.kind === 'all' ? t('everything') : words.groupName(row.group, scheme)),
                            ),
                            figures.map((one) =>
                                h(
                                    'td',
                                    { 'data-field': one, 'data-value': row[one] ?? '' },
                                    Number.isFinite(row[one]) ? number(row[one], 0) : t('unknown'),
                                ),
                            ),
                        ),
                    ),
                ),
            ),
        ),
    );
}

function fronts(doc) {
    const table = doc.tables.get('siting_plans');
    if (!table?.rows) return null;
    const rows = table
        .objects(
            'question',
            'place',
            'plan',
            'variant',
            'on_front',
            'persons_gained',
            'index',
            'index_after',
            'sentence',
            'sentence_zh',
        )
        .filter((row) => Number.isFinite(row.persons_gained) && Number.isFinite(row.index_after));
    const titles = new Map((doc.summary.choose ?? []).map((one) => [one.name, either(one.title, one.title_zh)]));
    return [...new Set(rows.map((row) => row.question))].map((question) => {
        const plans = rows.filter((row) => row.question === question);
        const asked = plans.find((plan) => plan.variant === 'asked');
        return frontChart({
            id: `front-${question}`,
            title: t('front', { question: titles.get(question) ?? word(question) }),
            plans,
            index: plans[0].index ?? '',
            note: asked ? either(asked.sentence, asked.sentence_zh) : null,
        });
    });
}

export function makeBalance({ doc, words, store }) {
    const schemes = schemesOf(doc);
    const place = h('div', {});
    const chosen = () => store.get().scheme ?? schemes[0]?.name ?? null;
    const draw = () => {
        const scheme = schemes.find((one) => one.name === chosen());
        renew(
            place,
            scheme ? groupCharts(doc, words, scheme) : null,
            lorenz(doc, words, chosen()),
            changes(doc, words, chosen()),
            scorecard(doc, chosen()),
            trend(doc, words, chosen(), store),
        );
    };
    const select =
        schemes.length > 1
            ? [
                  h('label', { for: 'scheme' }, t('scheme')),
                  h(
                      'select',
                      {
                          id: 'scheme',
                          class: 'wide',
                          'data-testid': 'scheme',
                          onchange: (event) => {
                              store.set({ scheme: event.target.value });
                              draw();
                          },
                      },
                      schemes.map((scheme) =>
                          h(
                              'option',
                              { value: scheme.name, selected: scheme.name === chosen() },
                              words.schemeName(scheme.name),
                          ),
                      ),
                  ),
              ]
            : null;
    draw();
    const tiles = headline(doc).length ? headlineTiles(doc) : null;
    const content = [tiles, select, place, margins(doc, words), fronts(doc)];
    return place.firstChild || tiles ? content : [h('p', { class: 'hint' }, t('nothing-to-chart'))];
}
