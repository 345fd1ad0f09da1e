/* The margins of venues on one line: how far the worst place of each is inside or outside of what is
 * asked for. */
import { svg } from '../core/dom.js';
import { t } from '../text/index.js';
import { canvas, chartFigure, chartLegend, fit, scale, ticks } from './frame.js';

const WIDTH = 480;
const LABEL = 150;
const LINE = 20;
const MOST_NAMED = 30;
const BINS = 24;

function named(values, format, to, low, high) {
    const bottom = values.length * LINE + 6;
    return {
        height: bottom + 22,
        parts: [
            ticks(low, high).map((at) => [
                svg('line', { class: 'grid', x1: to(at), x2: to(at), y1: 0, y2: bottom }),
                svg('text', { class: 'tick', x: to(at), y: bottom + 14, 'text-anchor': 'middle' }, format(at)),
            ]),
            svg('line', { class: 'base', x1: to(0), x2: to(0), y1: 0, y2: bottom }),
            values.map((one, i) =>
                svg(
                    'g',
                    {},
                    svg('title', {}, `${one.title}: ${format(one.value)}`),
                    svg(
                        'text',
                        { class: 'bar-label', x: LABEL - 8, y: i * LINE + 15, 'text-anchor': 'end' },
                        fit(one.title, LABEL - 12),
                    ),
                    svg('line', {
                        x1: to(0),
                        x2: to(one.value),
                        y1: i * LINE + 11,
                        y2: i * LINE + 11,
                        stroke: one.colour,
                        'stroke-width': 3,
                    }),
                    svg('circle', { cx: to(one.value), cy: i * LINE + 11, r: 5, fill: one.colour, stroke: '#ffffff' }),
                ),
            ),
        ],
    };
}

function binned(values, format, to, low, high) {
    const bins = new Array(BINS).fill(0);
    for (const { value } of values) bins[Math.min(BINS - 1, Math.floor(((value - low) / (high - low || 1)) * BINS))]++;
    const most = Math.max(...bins);
    const [top, bottom] = [14, 150];
    const edge = (i) => low + ((high - low) * i) / BINS;
    return {
        height: bottom + 22,
        parts: [
            bins.map((count, i) =>
                svg(
                    'rect',
                    {
                        x: to(edge(i)),
                        width: Math.max(0, to(edge(i + 1)) - to(edge(i)) - 1),
                        y: bottom - ((bottom - top) * count) / most,
                        height: ((bottom - top) * count) / most,
                        fill: edge(i) < 0 ? '#d55e00' : '#0072b2',
                    },
                    svg('title', {}, `${format(edge(i))} \u2013 ${format(edge(i + 1))}: ${count}`),
                ),
            ),
            svg('line', { class: 'base', x1: to(0), x2: to(0), y1: 0, y2: bottom }),
            ticks(low, high).map((at) =>
                svg('text', { class: 'tick', x: to(at), y: bottom + 14, 'text-anchor': 'middle' }, format(at)),
            ),
        ],
    };
}

/** `values`: [{title, value, colour}]; `kinds`: [{title, colour}] for the legend. */
export function marginChart({ id, title, note, values, kinds, format }) {
    const sorted = [...values].sort((a, b) => a.value - b.value);
    const low = Math.min(0, sorted[0].value);
    const high = Math.max(0, sorted[sorted.length - 1].value);
    const few = sorted.length <= MOST_NAMED;
    const to = scale(low, high, few ? LABEL + 10 : 20, WIDTH - 26);
    const { height, parts } = (few ? named : binned)(sorted, format, to, low, high);
    return chartFigure({
        id,
        title,
        note,
        legend: few ? chartLegend(kinds) : null,
        drawing: canvas(WIDTH, height, title, parts),
        table: {
            caption: t('chart.figures'),
            head: ['', title],
            rows: sorted.map((one) => [one.title, format(one.value)]),
        },
    });
}
