/* The frame of a chart: axes with round ticks, and a figure with its caption. */
import { h, svg } from '../core/dom.js';
import { prettyStep } from '../data/breaks.js';

/** A chart as a figure: its drawing has the caption as its name, and `table` (rows of cells, the first
 *  its headings) holds the same figures for those who do not see it. */
export function chartFigure({ id, title, note, drawing, legend, table }) {
    return h(
        'figure',
        { class: 'chart', 'data-testid': `chart-${id}` },
        h('figcaption', {}, title),
        legend,
        drawing,
        note ? h('p', { class: 'hint' }, note) : null,
        table ? dataTable(table) : null,
    );
}

function dataTable({ caption, head, rows }) {
    return h(
        'details',
        { class: 'chart-data' },
        h('summary', {}, caption),
        h(
            'div',
            { class: 'scroll' },
            h(
                'table',
                { class: 'figures' },
                h(
                    'thead',
                    {},
                    h(
                        'tr',
                        {},
                        head.map((cell) => h('th', { scope: 'col' }, cell)),
                    ),
                ),
                h(
                    'tbody',
                    {},
                    rows.map(([first, ...cells]) =>
                        h(
                            'tr',
                            {},
                            h('th', { scope: 'row' }, h('bdi', {}, first)),
                            cells.map((cell) => h('td', {}, cell)),
                        ),
                    ),
                ),
            ),
        ),
    );
}

/** A drawing of a width and height in its own units, which scales with the page. */
export const canvas = (width, height, label, ...children) =>
    svg('svg', { viewBox: `0 0 ${width} ${height}`, class: 'drawing', role: 'img', 'aria-label': label }, ...children);

/** Round ticks from low to high, about `count` of them. */
export function ticks(low, high, count = 5) {
    if (!(high > low)) return [low];
    const step = prettyStep(low, high, count);
    const made = [];
    for (let i = Math.ceil(low / step - 1e-9); i * step <= high + step * 1e-9; i++)
        made.push(Number((i * step).toPrecision(12)));
    return made;
}

/** A scale from a range of values to a range of the drawing. */
export const scale = (low, high, from, to) => (value) =>
    from + (high > low ? (value - low) / (high - low) : 0.5) * (to - from);

/** Both axes: `x` and `y` are {low, high, format, title}; box is {left, top, right, bottom}. Returns
 *  {axes, x, y}: the elements and the scales. */
export function axes(box, x, y) {
    const toX = scale(x.low, x.high, box.left, box.right);
    const toY = scale(y.low, y.high, box.bottom, box.top);
    const drawn = [
        ...(y.ticks ?? ticks(y.low, y.high)).map((at) => [
            svg('line', { class: 'grid', x1: box.left, x2: box.right, y1: toY(at), y2: toY(at) }),
            svg('text', { class: 'tick', x: box.left - 5, y: toY(at) + 3.5, 'text-anchor': 'end' }, y.format(at)),
        ]),
        ...(x.ticks ?? ticks(x.low, x.high)).map((at) => [
            svg('line', { class: 'grid', x1: toX(at), x2: toX(at), y1: box.top, y2: box.bottom }),
            svg('text', { class: 'tick', x: toX(at), y: box.bottom + 14, 'text-anchor': 'middle' }, x.format(at)),
        ]),
        svg(
            'text',
            { class: 'axis', x: (box.left + box.right) / 2, y: box.bottom + 30, 'text-anchor': 'middle' },
            x.title,
        ),
        y.title ? svg('text', { class: 'axis', x: box.left, y: box.top - 8 }, y.title) : null,
    ];
    return { axes: drawn, x: toX, y: toY };
}

/** A legend of coloured words; `entries`: [{title, colour, dash}]. */
export const chartLegend = (entries) =>
    h(
        'ul',
        { class: 'chart-legend' },
        entries.map((entry) =>
            h(
                'li',
                {},
                svg(
                    'svg',
                    { viewBox: '0 0 22 8', class: 'chart-key', 'aria-hidden': 'true' },
                    svg('line', {
                        x1: 1,
                        x2: 21,
                        y1: 4,
                        y2: 4,
                        stroke: entry.colour,
                        'stroke-width': 4,
                        'stroke-dasharray': entry.dash,
                    }),
                ),
                h('bdi', {}, entry.title),
            ),
        ),
    );

/** Text cut to what fits in `width` units of a drawing. */
export function fit(text, width) {
    let used = 0;
    let kept = '';
    for (const letter of text) {
        used += letter.codePointAt(0) > 0x2e80 ? 12 : 7.1;
        if (used > width) return `${kept}\u2026`;
        kept += letter;
    }
    return kept;
}
