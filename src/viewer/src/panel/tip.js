/* The figures under the pointer. */
import { h, name, renew } from '../core/dom.js';
import { quantity } from '../core/format.js';
import { isNumeric } from '../data/sheet.js';
import { rowNames, sheetName } from '../data/words.js';
import { t } from '../text/index.js';

const MOST = 4;
/* What is said of things that are no units. */
const TOLD = [
    'operator',
    'band',
    'theme',
    'verdict',
    'kind',
    'state',
    'type',
    'status',
    'served_share',
    'served_share_any',
    'persons_lost',
    'persons_gained',
    'gains',
    'length_m',
    'area_m2',
    'persons',
    'persons_share',
];

export function makeTip(layers, words, measure) {
    const element = h('div', { class: 'tip', 'data-testid': 'tip', 'aria-hidden': 'true', hidden: true });

    function told(one) {
        const shaded = measure();
        if (layers.info(one.layer).depth >= 0) return shaded && shaded.layer === one.layer ? [shaded.field] : [];
        return TOLD.map((field) => one.layer.field(field))
            .filter((field) => field && one.layer.value(one.row, field.name) !== null)
            .slice(0, 2);
    }

    function line(one) {
        return h(
            'div',
            { class: 'tip-part' },
            h(
                'div',
                { class: 'tip-name' },
                name(rowNames(one.layer, one.row).name),
                ' ',
                h('span', { class: 'tip-kind' }, sheetName(one.layer)),
            ),
            told(one).map((field) => {
                const value = one.layer.value(one.row, field.name);
                return h(
                    'div',
                    { class: 'tip-figure', 'data-field': field.name, 'data-value': value ?? '' },
                    h('bdi', {}, words.fieldName(field)),
                    ': ',
                    h(
                        'b',
                        {},
                        value === null
                            ? words.nothingName(field)
                            : isNumeric(field)
                              ? quantity(value, field)
                              : words.valueName(value, field),
                    ),
                );
            }),
        );
    }

    return {
        element,
        show(found, point) {
            element.hidden = !found.length || !point;
            if (element.hidden) return;
            renew(
                element,
                found.slice(0, MOST).map(line),
                found.length > MOST
                    ? h('div', { class: 'tip-kind' }, t('tip.more', { count: found.length - MOST }))
                    : null,
            );
            const place = element.parentElement;
            const { offsetWidth: width, offsetHeight: height } = element;
            const left = point.x + 16 + width > place.clientWidth ? point.x - width - 12 : point.x + 16;
            const top = Math.min(Math.max(4, point.y + 14), place.clientHeight - height - 4);
            element.style.transform = `translate(${Math.max(4, left)}px, ${top}px)`;
        },
    };
}
