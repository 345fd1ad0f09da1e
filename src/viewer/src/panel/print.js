/* The page on paper: title, mark of synthetic data, picture of the map, legend, headline, targets. */
import { h, renew } from '../core/dom.js';
import { t } from '../text/index.js';
import { headlineTiles } from './headline.js';
import { syntheticSentence, titleOf } from './header.js';
import { legendParts } from './legend.js';
import { targetCounts, targetTable } from './targets.js';

/** `names()` gives the names on the map. */
export function makePrint({ doc, layers, words, map, shading }, names) {
    const picture = h('img', { class: 'print-map', 'data-testid': 'print-map' });
    const body = h('div', {});
    const legend = h('div', { class: 'print-legend' });
    const element = h('section', { class: 'print', 'data-testid': 'print-page' }, body);

    function snapshot() {
        map.redraw();
        const frame = map.getCanvas();
        const copy = h('canvas', { width: frame.width, height: frame.height });
        const context = copy.getContext('2d');
        context.drawImage(frame, 0, 0);
        writeNames(context, map.getPixelRatio(), names());
        if (doc.synthetic) stamp(context, copy);
        picture.src = copy.toDataURL('image/png');
        renew(legend, legendParts(doc, layers, words, shading()));
    }

    function translate() {
        picture.alt = t('print.map');
        const table = targetTable(doc, 'print-target-table');
        renew(
            body,
            h('h1', {}, h('bdi', {}, titleOf(doc))),
            doc.synthetic
                ? h(
                      'p',
                      { class: 'print-synthetic', 'data-testid': 'print-synthetic' },
                      h('strong', {}, t('synthetic.mark')),
                      ' ',
                      h('bdi', {}, syntheticSentence(doc)),
                  )
                : null,
            headlineTiles(doc),
            h('div', { class: 'print-picture' }, picture, legend),
            table ? [h('h2', {}, t('tab.targets')), targetCounts(doc), table] : null,
            h('p', { class: 'print-foot' }, t('method.made', { program: doc.program })),
        );
    }

    addEventListener('beforeprint', snapshot);
    matchMedia('print').addEventListener('change', (event) => event.matches && snapshot());
    return { element, translate };
}

function writeNames(context, scale, names) {
    context.save();
    context.scale(scale, scale);
    context.textAlign = 'center';
    context.textBaseline = 'middle';
    context.lineJoin = 'round';
    context.lineWidth = 3;
    context.strokeStyle = 'rgba(255, 255, 255, 0.9)';
    context.fillStyle = '#1b2731';
    for (const { text, x, y, large } of names) {
        context.font = `${large ? 'bold 13px' : '11.5px'} sans-serif`;
        context.strokeText(text, x, y);
        context.fillText(text, x, y);
    }
    context.restore();
}

/* Across the picture, so that it is not taken for real where it is cut out. */
function stamp(context, { width, height }) {
    context.save();
    context.translate(width / 2, height / 2);
    context.rotate(-Math.PI / 7);
    context.textAlign = 'center';
    context.font = `bold ${Math.round(width / 12)}px sans-serif`;
    context.fillStyle = 'rgba(160, 40, 0, 0.18)';
    context.fillText(t('synthetic.chip'), 0, 0, width * 0.9);
    context.restore();
}
