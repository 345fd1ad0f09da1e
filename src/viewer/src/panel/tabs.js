/* The side panel: tabs whose content is made when they are first opened. */
import { h, renew } from '../core/dom.js';
import { t } from '../text/index.js';

/** On small screens the panel is a drawer, and a button at the end of the tabs pulls it up and down.
 *  `tabs`: [{id, make(store)}]; `store.tab` says which is open. make returns the content; it is made
 *  anew in another language. */
export function makeTabs(tabs, store) {
    const buttons = tabs.map(({ id }) =>
        h('button', {
            type: 'button',
            role: 'tab',
            id: `tab-${id}`,
            class: 'tab',
            'aria-controls': `pane-${id}`,
            'data-testid': `tab-${id}`,
            onclick: () => store.set({ tab: id, drawer: true }),
            onkeydown: key,
        }),
    );
    const panes = tabs.map(({ id }) =>
        h('div', {
            role: 'tabpanel',
            id: `pane-${id}`,
            class: 'pane',
            'aria-labelledby': `tab-${id}`,
            'data-testid': `pane-${id}`,
            hidden: true,
        }),
    );
    const list = h('div', { role: 'tablist', class: 'tabs' }, buttons);
    const drawer = h('button', {
        type: 'button',
        class: 'icon-button drawer',
        'data-testid': 'drawer',
        'aria-expanded': 'false',
        onclick: () => store.set({ drawer: !store.get().drawer }),
    });
    let made = new Map();

    function key(event) {
        const at = buttons.indexOf(event.currentTarget);
        const to = { ArrowRight: at + 1, ArrowLeft: at - 1, Home: 0, End: buttons.length - 1 }[event.key];
        if (to === undefined) return;
        event.preventDefault();
        const next = (to + buttons.length) % buttons.length;
        store.set({ tab: tabs[next].id });
        buttons[next].focus();
    }

    function open({ tab }) {
        tabs.forEach(({ id, make }, i) => {
            const on = id === tab;
            buttons[i].setAttribute('aria-selected', String(on));
            buttons[i].tabIndex = on ? 0 : -1;
            panes[i].hidden = !on;
            if (on && !made.has(id)) {
                const scope = store.scoped();
                made.set(id, scope);
                renew(panes[i], make(scope));
            }
        });
    }

    function pull({ drawer: isOpen }) {
        drawer.textContent = isOpen ? '\u25be' : '\u25b4';
        drawer.setAttribute('aria-expanded', String(isOpen));
    }
    store.follow(['tab'], open);
    store.follow(['drawer'], pull);
    return {
        bar: h('div', { class: 'tab-bar' }, list, drawer),
        panes,
        translate() {
            list.setAttribute('aria-label', t('tabs'));
            drawer.setAttribute('aria-label', t('drawer'));
            buttons.forEach((button, i) => (button.textContent = t(`tab.${tabs[i].id}`)));
            for (const scope of made.values()) scope.end();
            made = new Map();
            open(store.get());
        },
    };
}
