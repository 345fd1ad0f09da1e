/* Bars by group, one below the other, several a group. */
import { h, svg } from '../core/dom.js';
import { canvas, chartFigure, chartLegend, fit, scale } from './frame.js';
import { t } from '../text/index.js';

const WIDTH = 480;
const LABEL = 118;
const VALUE = 66;
const BAR = 13;
const GAP = 12;

/** `groups`: [{title, values: [number or null]}], `series`: [{title, colour}]; `high`: the end of the
 *  scale, else the largest value; `mark`: {value, title}, a line through all groups. */
export function barChart({ id, title, note, groups, series, format, high, mark, groupTitle }) {
    const top =
        high ??
        Math.max(1e-12, mark?.value ?? 0, ...groups.flatMap((group) => group.values.map((value) => value ?? 0)));
    const to = scale(0, top, LABEL, WIDTH - VALUE);
    const tall = series.length * BAR + GAP;
    const height = groups.length * tall + (mark ? 18 : 4);
    const bars = groups.map((group, g) => {
        const y0 = g * tall + GAP / 2;
        return svg(
            'g',
            {},
            svg('title', {}, group.title),
            svg(
                'text',
                { class: 'bar-label', x: LABEL - 8, y: y0 + (series.length * BAR) / 2 + 4, 'text-anchor': 'end' },
                fit(group.title, LABEL - 12),
            ),
            group.values.map((value, i) => {
                const y = y0 + i * BAR;
                const known = value !== null && value !== undefined;
                return [
                    known
                        ? svg('rect', {
                              x: LABEL,
                              y: y + 1,
                              width: Math.max(0.5, to(value) - LABEL),
                              height: BAR - 2,
                              fill: series[i].colour,
                          })
                        : null,
                    svg(
                        'text',
                        { class: 'bar-value', x: known ? to(value) + 4 : LABEL + 4, y: y + BAR - 3 },
                        known ? format(value) : t('unknown'),
                    ),
                ];
            }),
        );
    });
    const line = mark
        ? [
              svg('line', {
                  class: 'mark-line',
                  x1: to(mark.value),
                  x2: to(mark.value),
                  y1: 0,
                  y2: groups.length * tall,
              }),
              svg(
                  'text',
                  { class: 'tick', x: to(mark.value), y: groups.length * tall + 13, 'text-anchor': 'middle' },
                  mark.title,
              ),
          ]
        : null;
    return chartFigure({
        id,
        title,
        note,
        legend: series.length > 1 ? chartLegend(series) : null,
        drawing: canvas(
            WIDTH,
            height,
            title,
            svg('line', { class: 'base', x1: LABEL, x2: LABEL, y1: 0, y2: groups.length * tall }),
            bars,
            line,
        ),
        table: {
            caption: t('chart.figures'),
            head: [groupTitle ?? '', ...series.map((one) => one.title)],
            rows: groups.map((group) => [
                group.title,
                ...group.values.map((value) =>
                    value === null || value === undefined ? h('span', {}, t('unknown')) : format(value),
                ),
            ]),
        },
    });
}
