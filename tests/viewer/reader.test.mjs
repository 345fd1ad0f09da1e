// The report for every reader: two languages, paper, a telephone, the keyboard alone, a screen reader.
import assert from 'node:assert/strict';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { after, before, describe, test } from 'node:test';
import { folder, launch, modules, output, quiet } from './harness.mjs';
import { readText } from './layers.mjs';
import { drawn, narrow, openReport, part, table, textOf, wide } from './report.mjs';

const tabs = ['map', 'balance', 'targets', 'method'];
const pictures = folder('pictures');

let browser;
before(async () => { browser = await launch(); });
after(async () => { await browser.close(); });

async function withReport(options, act) {
    const { context, page, seen } = await openReport(browser, options);
    await act(page);
    assert.deepEqual(seen, quiet);
    await context.close();
}

/** Every text that is to be seen, and every name that is to be heard; not what lies in `but`. */
function visibleTexts(page, but = 'script') {
    return page.evaluate((leftOut) => {
        const texts = [];
        const walker = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
        for (let node = walker.nextNode(); node; node = walker.nextNode()) {
            const text = node.textContent.trim();
            if (text && !node.parentElement.closest(leftOut) && node.parentElement.checkVisibility({ checkVisibilityCSS: true })) texts.push(text);
        }
        for (const element of document.querySelectorAll('[aria-label], [placeholder], [title]')) {
            if (element.closest(leftOut) || !element.checkVisibility({ checkVisibilityCSS: true })) continue;
            for (const name of ['aria-label', 'placeholder', 'title']) {
                if (element.getAttribute(name)) texts.push(element.getAttribute(name));
            }
        }
        return texts;
    }, but);
}

describe('two languages', () => {
    // what the study says in one language only, or says of the program
    const own = ['summary.json', 'provenance.json'].map((name) => readText(join(output, name)))
        .concat(['fields', 'targets', 'sources', 'towns', 'venues', 'pilots', 'siting_plans', 'service_needs', 'routes']
            .map((name) => readText(join(output, 'tables', `${name}.csv`)).replaceAll('""', '"'))).join('\n');
    const names = ['English', '中文', 'SHA-256'];
    // how it was computed quotes parameters, transformations, hashes and licences as they stand
    const quoted = { method: 'bdi, code, dd, [data-testid="licences"]' };

    test('every text changes but names, codes and quotations, and so does the language of the page', async () => {
        await withReport({}, async (page) => {
            for (const tab of tabs) {
                await part(page, 'language-en').click();
                await part(page, `tab-${tab}`).click();
                assert.equal(await page.getAttribute('html', 'lang'), 'en');
                const english = await visibleTexts(page, quoted[tab]);
                const titleEnglish = await page.title();
                assert.ok(english.length > 30, `${english.length} texts`);
                await part(page, 'language-zh-TW').click();
                assert.equal(await page.getAttribute('html', 'lang'), 'zh-TW');
                assert.notEqual(await page.title(), titleEnglish);
                let chinese;
                let same;
                for (let i = 0; i < 20 && (i === 0 || same.length > 0); i++) { // names on the map follow a little later
                    await page.waitForTimeout(i * 100);
                    chinese = new Set(await visibleTexts(page, quoted[tab]));
                    same = english.filter((text) => /[A-Za-z]{2}/.test(text) && chinese.has(text)
                        && !names.includes(text) && !/^[\d.,]+\s*k?m$/.test(text) && !own.includes(text));
                }
                assert.deepEqual([...new Set(same)], [], `on ${tab}`);
                assert.ok([...chinese].filter((text) => /\p{Script=Han}/u.test(text)).length > 20);
            }
        });
    });

    test('what a field means names its scheme in both languages', () => {
        const { schemes } = JSON.parse(readText(join(output, 'summary.json')));
        let compared = 0;
        for (const scheme of schemes) {
            const fields = table('fields').filter((row) => row.layer === 'towns' && row.field === scheme.name);
            for (const row of fields) {
                assert.ok(row.meaning.endsWith(`: ${scheme.title}`), row.meaning);
                assert.ok(row.meaning_zh.endsWith(`：${scheme.title_zh}`), row.meaning_zh);
                compared++;
            }
        }
        assert.ok(compared > 2, `${compared} fields`);
    });

    test('why something was assumed is said in both languages', async () => {
        await withReport({ hash: '#lang=zh-TW&tab=method' }, async (page) => {
            const said = await textOf(page, 'method-assumptions');
            const rows = table('assumptions');
            assert.ok(rows.length > 10, `${rows.length} assumptions`);
            for (const row of rows) {
                assert.match(row.basis_zh, /\p{Script=Han}/u, row.basis);
                assert.ok(said.includes(row.basis_zh), row.basis_zh);
                assert.ok(!said.includes(row.basis), row.basis);
            }
            assert.doesNotMatch(said, /radius/);
        });
    });

    test('in English no Chinese but names and what the study says in Chinese only', async () => {
        await withReport({}, async (page) => {
            for (const tab of tabs) {
                await part(page, `tab-${tab}`).click();
                const chinese = (await visibleTexts(page))
                    .filter((text) => /\p{Script=Han}/u.test(text) && !names.includes(text) && !own.includes(text));
                assert.deepEqual([...new Set(chinese)], [], `on ${tab}`);
            }
        });
    });
});

describe('charts and methods', () => {
    test('the balance has its charts, the target table its verdicts, the method its parts', async () => {
        await withReport({}, async (page) => {
            await part(page, 'tab-balance').click();
            for (const id of ['chart-coverage', 'chart-stations_per_10k', 'chart-lorenz', 'chart-margins']) {
                assert.ok(await part(page, id).locator('svg').or(part(page, id)).first().isVisible(), id);
                assert.ok(await part(page, id).locator('svg *').count() > 5, `${id} is empty`);
            }
            await part(page, 'tab-targets').click();
            const targets = table('targets');
            assert.equal(await page.locator('[data-testid="target-table"] tr.target').count(), targets.length);
            for (const verdict of ['met', 'missed', 'cannot_say']) {
                const shown = await part(page, 'target-counts').locator(`[data-verdict="${verdict}"] b`).innerText();
                assert.equal(Number(shown), targets.filter((row) => row.target !== '' && row.verdict === verdict).length, verdict);
            }
            await part(page, 'tab-method').click();
            const sources = await textOf(page, 'method-sources');
            for (const row of table('sources')) assert.ok(sources.includes(row.title) && sources.includes(row.licence), row.title);
            assert.match(sources, /synthetic/i);
            const assumptions = await textOf(page, 'method-assumptions');
            for (const row of table('assumptions')) assert.ok(assumptions.includes(row.basis), row.basis);
        });
    });

    test('the mark of synthetic data is on every part, on paper too', async () => {
        await withReport({}, async (page) => {
            for (const tab of tabs) {
                await part(page, `tab-${tab}`).click();
                assert.match(await textOf(page, 'synthetic'), /SYNTHETIC/);
            }
            await page.emulateMedia({ media: 'print' });
            assert.match(await textOf(page, 'print-synthetic'), /SYNTHETIC/);
        });
    });
});

describe('on paper', () => {
    for (const [language, heading] of [['en', 'Targets'], ['zh-TW', '目標']]) {
        test(`${language}: title, map, and the table of targets`, async () => {
            await withReport({ hash: `#lang=${language}` }, async (page) => {
                await page.emulateMedia({ media: 'print' });
                const rows = page.locator('[data-testid="print-target-table"] tr.target:visible');
                assert.equal(await rows.count(), table('targets').length);
                assert.ok((await part(page, 'print-page').innerText()).includes(heading));
                await page.waitForFunction(() => document.querySelector('[data-testid="print-map"]').naturalWidth > 300);
                for (const id of ['tab-map', 'search', 'layer-towns']) {
                    assert.equal(await page.locator(`[data-testid="${id}"]:visible`).count(), 0, `${id} is on paper`);
                }
                await page.screenshot({ path: join(pictures, `print-${language}.png`), fullPage: true });
                const pdf = await page.pdf({ format: 'A4' });
                writeFileSync(join(pictures, `print-${language}.pdf`), pdf);
                const pages = Number(/\/Count (\d+)/.exec(pdf.toString('latin1'))?.[1]);
                assert.ok(pages >= 2 && pages <= 20, `${pages} pages`);
            });
        });
    }
});

describe('screens', () => {
    for (const [viewport, name] of [[wide, 'wide'], [narrow, 'narrow']]) {
        for (const language of ['en', 'zh-TW']) {
            test(`${viewport.width} pixels, ${language}: all within the width`, async () => {
                await withReport({ viewport, hash: `#lang=${language}` }, async (page) => {
                    await drawn(page);
                    await page.screenshot({ path: join(pictures, `${name}-${language}.png`) });
                    for (const tab of tabs) {
                        if (await page.locator(`[data-testid="tab-${tab}"]:visible`).count() === 0) await part(page, 'drawer').click();
                        await part(page, `tab-${tab}`).click();
                        await page.waitForTimeout(200);
                        await page.screenshot({ path: join(pictures, `${name}-${language}-${tab}.png`) });
                        const over = await page.evaluate(() => document.scrollingElement.scrollWidth - window.innerWidth);
                        assert.ok(over <= 0, `${tab}: ${over} pixels too wide`);
                        if (viewport !== wide || tab !== 'targets') continue;
                        const cut = await part(page, 'target-table').evaluate((one) => one.parentElement.scrollWidth - one.parentElement.clientWidth);
                        assert.ok(cut <= 0, `${cut} pixels of the targets are cut off`);
                    }
                    const outside = await page.evaluate(() => [...document.querySelectorAll('button, input, select')]
                        .filter((one) => one.checkVisibility({ checkVisibilityCSS: true }) && !one.closest('.scroll'))
                        .map((one) => [one.outerHTML.slice(0, 100), one.getBoundingClientRect()])
                        .filter(([, box]) => box.width > 1 && (box.left < -1 || box.right > window.innerWidth + 1)).map(([html]) => html));
                    assert.deepEqual(outside, []);
                });
            });
        }
    }
});

describe('the keyboard alone', () => {
    const focused = (page) => page.evaluate(() => {
        const one = document.activeElement;
        const style = getComputedStyle(one);
        return { id: one.dataset.testid ?? one.id ?? '', tag: one.tagName, canvas: one.closest('#map') !== null && one.tagName === 'CANVAS',
            marked: style.outlineStyle !== 'none' || style.boxShadow !== 'none' };
    });

    test('Tab goes to everything, shows where it is, and leaves again', async () => {
        await withReport({}, async (page) => {
            const visited = [];
            for (let i = 0; i < 120; i++) {
                await page.keyboard.press('Tab');
                const at = await focused(page);
                if (at.tag === 'BODY') break;
                visited.push(at);
            }
            const ids = visited.map((at) => at.id);
            for (const id of ['search', 'language-zh-TW', 'print', 'tab-map', 'measure', 'layer-towns', 'layer-stations', 'place-10016', 'zoom-in']) {
                assert.ok(ids.includes(id), `${id} in ${ids}`);
            }
            assert.ok(visited.some((at) => at.canvas), 'the map is never reached');
            assert.deepEqual(visited.filter((at) => !at.marked).map((at) => at.id || at.tag), [], 'the focus is not to be seen');
            assert.ok(visited.length < 120, 'it never leaves the page');
        });
    });

    test('search, arrow keys in the tabs, a switch, the map, Escape', async () => {
        await withReport({}, async (page) => {
            await part(page, 'search').focus();
            await page.keyboard.type('Lanyu');
            await page.keyboard.press('ArrowDown');
            await page.keyboard.press('Enter');
            await part(page, 'panel').waitFor();
            assert.match(await textOf(page, 'panel'), /Lanyu/);
            await part(page, 'panel-close').focus();
            await page.keyboard.press('Escape');
            assert.equal(await page.locator('[data-testid="panel"]:visible').count(), 0);
            await part(page, 'tab-map').focus();
            await page.keyboard.press('ArrowRight');
            assert.equal((await focused(page)).id, 'tab-balance');
            assert.ok(await part(page, 'pane-balance').isVisible());
            await page.keyboard.press('ArrowLeft');
            await part(page, 'layer-stations').focus();
            const before = await part(page, 'layer-stations').isChecked();
            await page.keyboard.press('Space');
            assert.notEqual(await part(page, 'layer-stations').isChecked(), before);
            await page.keyboard.press('Space');
            await page.locator('#map canvas').first().focus();
            const centre = () => page.evaluate(() => window.evenreach.map.getCenter().lng);
            const from = await centre();
            await page.keyboard.press('ArrowRight');
            await drawn(page);
            assert.ok(await centre() > from, 'the map does not move');
        });
    });
});

describe('accessibility by axe', () => {
    const axe = readText(modules.resolve('axe-core/axe.min.js'));
    const check = (page) => page.evaluate(async () => {
        const { violations } = await window.axe.run(document, { resultTypes: ['violations'],
            runOnly: ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa', 'best-practice'] });
        return violations.filter((one) => ['serious', 'critical'].includes(one.impact))
            .map((one) => `${one.id}: ${one.nodes.map((node) => node.target.join(' ')).slice(0, 5).join(' | ')}`);
    });

    for (const [language, viewport] of [['en', wide], ['zh-TW', narrow]]) {
        test(`${language}, ${viewport.width} pixels: nothing serious on any part`, async () => {
            await withReport({ viewport, hash: `#lang=${language}&selected=towns:code:10014160` }, async (page) => {
                await page.evaluate(axe);
                const found = {};
                found.panel = await check(page);
                await part(page, 'panel-close').click();
                for (const tab of tabs) {
                    if (await page.locator(`[data-testid="tab-${tab}"]:visible`).count() === 0) await part(page, 'drawer').click();
                    await part(page, `tab-${tab}`).click();
                    found[tab] = await check(page);
                }
                assert.deepEqual(found, { panel: [], map: [], balance: [], targets: [], method: [] });
            });
        });
    }
});
