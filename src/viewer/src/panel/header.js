/* The head of the page: title, search, language, print; and the mark of synthetic data. */
import { h, renew } from '../core/dom.js';
import { either, languages, t } from '../text/index.js';

const LANGUAGE_NAMES = { en: 'English', 'zh-TW': '中文' };

/** What is synthetic, in a sentence. */
export function syntheticSentence(doc) {
    const titles = (doc.summary.synthetic_inputs ?? [])
        .map((one) => either(one.title, one.title_zh) ?? one.kind)
        .filter(Boolean);
    return titles.length ? t('synthetic.inputs', { titles: titles.join('; ') }) : t('synthetic.some');
}

export const titleOf = (doc) => either(doc.title, doc.title_zh) ?? t('untitled');

export function makeHeader({ doc, store }, search) {
    const title = h('h1', { 'data-testid': 'title' });
    const skip = h('button', {
        type: 'button',
        class: 'skip',
        onclick: () => document.querySelector('#map canvas').focus(),
    });
    const print = h('button', {
        type: 'button',
        class: 'button',
        'data-testid': 'print',
        onclick: () => window.print(),
    });
    const buttons = languages.map((language) =>
        h(
            'button',
            {
                type: 'button',
                class: 'language',
                lang: language,
                'data-testid': `language-${language}`,
                onclick: () => store.set({ language }),
            },
            LANGUAGE_NAMES[language],
        ),
    );
    const group = h('div', { class: 'languages', role: 'group', 'data-testid': 'language' }, buttons);
    const mark = doc.synthetic ? h('div', { class: 'synthetic', role: 'note', 'data-testid': 'synthetic' }) : null;
    const element = h(
        'header',
        { class: 'head' },
        skip,
        h('div', { class: 'head-line' }, title, search.element, h('div', { class: 'head-tools' }, group, print)),
        mark,
    );
    return {
        element,
        title: () => titleOf(doc),
        translate() {
            renew(title, h('bdi', {}, titleOf(doc)));
            title.title = titleOf(doc);
            skip.textContent = t('skip');
            print.textContent = t('print');
            group.setAttribute('aria-label', t('language'));
            buttons.forEach((button, i) =>
                button.setAttribute('aria-pressed', String(languages[i] === store.get().language)),
            );
            if (mark)
                renew(
                    mark,
                    h('strong', {}, t('synthetic.mark')),
                    ' ',
                    h('span', {}, h('bdi', {}, syntheticSentence(doc))),
                );
            search.translate();
        },
    };
}
