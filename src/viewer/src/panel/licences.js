/* The licences of what the page is made of. */
import { h } from '../core/dom.js';
import { t } from '../text/index.js';
import licences from 'virtual:licences';

export const makeLicences = () =>
    h(
        'section',
        { 'data-testid': 'licences' },
        h('h2', {}, t('licences')),
        h('p', { class: 'hint' }, t('licences.note')),
        licences.map((one) =>
            h(
                'details',
                { class: 'licence' },
                h('summary', {}, `${one.name} ${one.version} (${one.licence})`),
                h('pre', {}, one.text),
            ),
        ),
    );
