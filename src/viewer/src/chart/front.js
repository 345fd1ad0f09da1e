/* Plans of where to build next: persons gained against inequality. */
import { svg } from '../core/dom.js';
import { number, short } from '../core/format.js';
import { t, word } from '../text/index.js';
import { axes, canvas, chartFigure, chartLegend } from './frame.js';

const BOX = { left: 66, top: 24, right: 456, bottom: 250 };
const FORMS = { asked: '#d55e00', free: '#6b6b6b' };
const OTHER = '#0072b2';

/** `plans`: [{plan, variant, on_front, persons_gained, index_after}]. */
export function frontChart({ id, title, note, plans, index }) {
    const [xs, ys] = [plans.map((plan) => plan.persons_gained), plans.map((plan) => plan.index_after)];
    const room = (values) => {
        const [low, high] = [Math.min(...values), Math.max(...values)];
        const margin = (high - low || Math.abs(high) || 1) * 0.08;
        return { low: low - margin, high: high + margin };
    };
    const made = axes(
        BOX,
        { ...room(xs), format: short, title: t('front.x') },
        { ...room(ys), format: (value) => number(value), title: t('front.y', { index: word(index) }) },
    );
    const front = plans.filter((plan) => plan.on_front).sort((a, b) => a.persons_gained - b.persons_gained);
    const colour = (plan) => FORMS[plan.variant] ?? OTHER;
    const kinds = [...new Map(plans.map((plan) => [FORMS[plan.variant] ? plan.variant : 'weighted', colour(plan)]))];
    return chartFigure({
        id,
        title,
        note,
        legend: chartLegend(kinds.map(([kind, itsColour]) => ({ title: t(`front.${kind}`), colour: itsColour }))),
        drawing: canvas(
            480,
            288,
            title,
            made.axes,
            svg('polyline', {
                class: 'curve',
                stroke: OTHER,
                'stroke-dasharray': '4 3',
                points: front.map((plan) => `${made.x(plan.persons_gained)},${made.y(plan.index_after)}`).join(' '),
            }),
            plans.map((plan) =>
                svg(
                    'circle',
                    {
                        cx: made.x(plan.persons_gained),
                        cy: made.y(plan.index_after),
                        r: plan.variant === 'asked' ? 7 : 5,
                        fill: plan.on_front ? colour(plan) : '#ffffff',
                        stroke: colour(plan),
                        'stroke-width': 2,
                    },
                    svg(
                        'title',
                        {},
                        t('front.point', {
                            plan: plan.plan,
                            persons: number(plan.persons_gained, 0),
                            value: number(plan.index_after),
                        }),
                    ),
                ),
            ),
        ),
        table: {
            caption: t('chart.figures'),
            head: [t('front.plan'), t('front.x'), t('front.y', { index: word(index) })],
            rows: plans.map((plan) => [
                `${plan.plan} (${word(plan.variant)})`,
                number(plan.persons_gained, 0),
                number(plan.index_after),
            ]),
        },
    });
}
