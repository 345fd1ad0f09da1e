/* Buttons that go to the places that lie apart. */
import { h } from '../core/dom.js';
import { placeName } from '../map/insets.js';
import { t } from '../text/index.js';

export function makePlaces({ doc, store, jump }) {
    if (!doc.places.length) return null;
    const go = (box) => {
        store.set({ drawer: false });
        jump(box);
    };
    return h(
        'section',
        {},
        h('h2', {}, t('places')),
        h(
            'div',
            { class: 'places' },
            h(
                'button',
                { type: 'button', class: 'button', 'data-testid': 'place-all', onclick: () => go(doc.extent) },
                t('zoom.whole'),
            ),
            doc.places.map((place) =>
                h(
                    'button',
                    {
                        type: 'button',
                        class: 'button',
                        'data-testid': `place-${place.code}`,
                        onclick: () => go(doc.shapes.box(place.bbox)),
                    },
                    h('bdi', {}, placeName(place)),
                ),
            ),
        ),
    );
}
