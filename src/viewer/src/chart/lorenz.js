/* Lorenz curves: which share of what is there goes to the share of persons who have least of it. */
import { svg } from '../core/dom.js';
import { number, percent } from '../core/format.js';
import { t } from '../text/index.js';
import { axes, canvas, chartFigure, chartLegend } from './frame.js';

const COLOURS = ['#0072b2', '#d55e00', '#009e73', '#cc79a7', '#6b6b6b'];
const DASHES = [null, '7 3', '2 2', '8 2 2 2', '4 4'];
const BOX = { left: 46, top: 24, right: 462, bottom: 330 };
/* More points than this are not seen apart. */
const MOST_POINTS = 600;

function points(curve) {
    const step = Math.max(1, Math.ceil(curve.weight_share.length / MOST_POINTS));
    return curve.weight_share
        .map((x, i) => [x, curve.value_share[i]])
        .filter(
            ([x, y], i, all) => Number.isFinite(x) && Number.isFinite(y) && (i % step === 0 || i === all.length - 1),
        );
}

/** `curves`: of the document, with a `title` each. */
export function lorenzChart({ id, title, note, curves }) {
    const share = { low: 0, high: 1, ticks: [0, 0.2, 0.4, 0.6, 0.8, 1], format: (value) => percent(value, 0) };
    const made = axes(BOX, { ...share, title: t('lorenz.x') }, { ...share, title: t('lorenz.y') });
    const gini = (curve) => (Number.isFinite(curve.gini) ? ` \u00b7 ${t('gini')} ${number(curve.gini, 3)}` : '');
    const entries = curves.map((curve, i) => ({
        title: curve.title + gini(curve),
        colour: COLOURS[i % COLOURS.length],
        dash: DASHES[i % DASHES.length],
    }));
    const lines = curves.map((curve, i) =>
        svg(
            'polyline',
            {
                class: 'curve',
                stroke: entries[i].colour,
                'stroke-dasharray': entries[i].dash,
                points: points(curve)
                    .map(([x, y]) => `${made.x(x).toFixed(1)},${made.y(y).toFixed(1)}`)
                    .join(' '),
            },
            svg('title', {}, entries[i].title),
        ),
    );
    return chartFigure({
        id,
        title,
        note,
        legend: chartLegend(entries),
        drawing: canvas(
            480,
            368,
            title,
            made.axes,
            svg('line', { class: 'even', x1: made.x(0), y1: made.y(0), x2: made.x(1), y2: made.y(1) }),
            lines,
        ),
        table: {
            caption: t('chart.figures'),
            head: ['', t('gini')],
            rows: curves.map((curve) => [
                curve.title,
                Number.isFinite(curve.gini) ? number(curve.gini, 4) : t('unknown'),
            ]),
        },
    });
}
