/* Search by name or code, in any script: a combobox. */
import { h, name, renew } from '../core/dom.js';
import { folded } from '../core/fold.js';
import { rowNames, sheetName } from '../data/words.js';
import { t } from '../text/index.js';

const MOST = 12;
const KEYS = ['name', 'name_en', 'title', 'title_zh', 'code', 'route', 'venue', 'site_code', 'place'];

/* 0: the whole; 1: its beginning; 2: the beginning of a word; 3: inside; -1: not there. */
function match(text, wanted) {
    const at = text.indexOf(wanted);
    if (at < 0) return -1;
    if (at === 0) return text.length === wanted.length ? 0 : 1;
    return /[\s\-(（,，]/.test(text[at - 1]) ? 2 : 3;
}

/* So many rows between two pauses of the making of the index. */
const ROWS_AT_ONCE = 2000;

/* Gives the index at last, and pauses on the way. */
function* makeIndex(doc) {
    const units = doc.units;
    const order = [...units, ...doc.layers.filter((layer) => !units.includes(layer)).sort((a, b) => a.rows - b.rows)];
    const index = [];
    for (const [rank, layer] of order.entries()) {
        const keys = KEYS.filter((key) => layer.has(key));
        const seen = new Set(); // parts of one thing, as the gaps of a route, are found once
        for (let row = 0; row < layer.rows; row++) {
            if (row % ROWS_AT_ONCE === ROWS_AT_ONCE - 1) yield;
            const texts = keys
                .map((key) => layer.value(row, key))
                .filter((one) => one !== null)
                .map(folded);
            const whole = texts.join('\n');
            if (!texts.length || seen.has(whole)) continue;
            seen.add(whole);
            index.push({ layer, row, rank, texts });
        }
    }
    return index;
}

function find(index, query) {
    const wanted = folded(query);
    if (!wanted) return [];
    const found = [];
    for (const entry of index) {
        let best = Infinity;
        for (const text of entry.texts) {
            const how = match(text, wanted);
            if (how >= 0) best = Math.min(best, how);
        }
        if (best < Infinity) found.push({ ...entry, how: best });
    }
    return found.sort((a, b) => a.how - b.how || a.rank - b.rank || a.row - b.row).slice(0, MOST);
}

/** The search box; `choose({layer, row})` is called with what is taken. */
export function makeSearch(doc, choose) {
    const making = makeIndex(doc);
    let index = null;
    let found = [];
    let active = -1;

    const list = h('ul', {
        id: 'search-results',
        role: 'listbox',
        class: 'results',
        'data-testid': 'search-results',
        hidden: true,
    });
    const box = h('input', {
        type: 'search',
        id: 'search',
        class: 'search',
        role: 'combobox',
        autocomplete: 'off',
        spellcheck: 'false',
        'aria-expanded': 'false',
        'aria-controls': 'search-results',
        'aria-autocomplete': 'list',
        'data-testid': 'search',
        maxlength: 200,
        onfocus: prepare,
        oninput: show, // not on focus: closing the card gives the focus back, and nothing is asked anew
        onclick: show,
        onkeydown: key,
        onblur: () => setTimeout(close, 150),
    });
    const count = h('span', { class: 'away', role: 'status' });

    function close() {
        list.hidden = true;
        box.setAttribute('aria-expanded', 'false');
        box.removeAttribute('aria-activedescendant');
        active = -1;
    }

    function take(entry) {
        close();
        box.value = rowNames(entry.layer, entry.row).name;
        choose(entry);
    }

    function mark(next) {
        active = next;
        [...list.children].forEach((item, i) => item.setAttribute('aria-selected', String(i === active)));
        if (active >= 0) {
            box.setAttribute('aria-activedescendant', `result-${active}`);
            list.children[active].scrollIntoView({ block: 'nearest' });
        } else box.removeAttribute('aria-activedescendant');
    }

    function item(entry, i) {
        const names = rowNames(entry.layer, entry.row);
        return h(
            'li',
            {
                id: `result-${i}`,
                role: 'option',
                'aria-selected': 'false',
                onmousedown: (event) => event.preventDefault(),
                onclick: () => take(entry),
            },
            name(names.name, { class: 'result-name' }),
            names.other ? name(names.other, { class: 'result-other' }) : null,
            h(
                'span',
                { class: 'result-kind' },
                sheetName(entry.layer),
                names.code && names.code !== names.name ? [' \u00b7 ', name(names.code)] : null,
            ),
        );
    }

    /* From when the reader turns to the box on, piece by piece; whoever writes sooner waits for the rest. */
    function prepare() {
        if (index) return;
        index = making.next().value ?? null;
        setTimeout(prepare);
    }

    function show() {
        while (!index) index = making.next().value ?? null;
        const asked = box.value.trim() !== '';
        found = find(index, box.value);
        active = -1;
        renew(
            list,
            asked && !found.length
                ? h('li', { class: 'nothing', role: 'presentation' }, t('search.nothing'))
                : found.map(item),
        );
        list.hidden = !asked;
        box.setAttribute('aria-expanded', String(asked));
        count.textContent = asked ? t('search.count', { count: found.length }) : '';
    }

    function key(event) {
        if (event.key === 'Escape') {
            event.stopPropagation();
            box.value = '';
            close();
        } else if (event.key === 'Enter') {
            if (found.length && box.value.trim()) take(found[Math.max(active, 0)]);
        } else if ((event.key === 'ArrowDown' || event.key === 'ArrowUp') && found.length) {
            event.preventDefault();
            if (list.hidden) show();
            const step = event.key === 'ArrowDown' ? 1 : -1;
            mark((active + step + found.length) % found.length);
        }
    }

    const label = h('label', { for: 'search', class: 'away' });
    const narrow = matchMedia('(max-width: 760px)'); // as the style has it
    const hint = () => (box.placeholder = narrow.matches ? t('search.short') : t('search.hint'));
    narrow.addEventListener('change', hint);
    return {
        element: h('div', { class: 'search-place', role: 'search' }, label, box, list, count),
        translate() {
            label.textContent = t('search.label');
            hint();
            list.setAttribute('aria-label', t('search.results'));
        },
    };
}
