/* Lines over the years, one a group. */
import { svg } from '../core/dom.js';
import { t } from '../text/index.js';
import { axes, canvas, chartFigure, chartLegend, ticks } from './frame.js';

const BOX = { left: 58, top: 24, right: 462, bottom: 236 };
const DASHES = [null, '7 3', '2 2', '8 2 2 2', '4 4'];

/** `series`: [{title, colour, points: [[year, value]]}]. */
export function lineChart({ id, title, note, series, format, from0 }) {
    const years = [...new Set(series.flatMap((one) => one.points.map(([year]) => year)))].sort((a, b) => a - b);
    const values = series.flatMap((one) => one.points.map(([, value]) => value));
    let [low, high] = [Math.min(...values), Math.max(...values)];
    if (from0 && low > 0) low = 0;
    if (low === high) [low, high] = [low - Math.abs(low || 1) * 0.1, high + Math.abs(high || 1) * 0.1];
    const made = axes(
        BOX,
        {
            low: years[0],
            high: years[years.length - 1],
            ticks: years.length > 12 ? ticks(years[0], years[years.length - 1]) : years,
            format: String,
            title: t('year'),
        },
        { low, high, format, title: null },
    );
    const entries = series.map((one, i) => ({ ...one, dash: DASHES[i % DASHES.length] }));
    const at = ([year, value]) => [made.x(year).toFixed(1), made.y(value).toFixed(1)];
    return chartFigure({
        id,
        title,
        note,
        legend: chartLegend(entries),
        drawing: canvas(
            480,
            276,
            title,
            made.axes,
            entries.map((one) => [
                svg('polyline', {
                    class: 'curve',
                    stroke: one.colour,
                    'stroke-dasharray': one.dash,
                    points: one.points.map((point) => at(point).join(',')).join(' '),
                }),
                one.points.map((point) =>
                    svg(
                        'circle',
                        { cx: at(point)[0], cy: at(point)[1], r: 3, fill: one.colour },
                        svg('title', {}, `${one.title} ${point[0]}: ${format(point[1])}`),
                    ),
                ),
            ]),
        ),
        table: {
            caption: t('chart.figures'),
            head: [t('year'), ...series.map((one) => one.title)],
            rows: years.map((year) => [
                String(year),
                ...series.map((one) => {
                    const point = one.points.find(([its]) => its === year);
                    return point ? format(point[1]) : '\u2013';
                }),
            ]),
        },
    });
}
