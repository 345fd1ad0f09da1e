// The report as a reader has it in front of him: opened from the disk, asked by what is on the page.
import { execFileSync } from 'node:child_process';
import { join } from 'node:path';
import { openFile, output } from './harness.mjs';
import { readTable } from './layers.mjs';

export const reportFile = join(output, 'report.html');
export const wide = { width: 1440, height: 900 };
export const narrow = { width: 390, height: 844 };

/** Open a report. `firstMapMs` is when the first whole map was painted, counted from the request for
 *  the page; `firstMapCpuMs` what all processes of the browser worked for it. Flights over the map
 *  are off, as for readers who ask for less motion. */
export async function openReport(browser, { file = reportFile, hash = '#lang=en', viewport = wide, ...options } = {}) {
    const before = await workedMs(browser);
    const opened = await openFile(browser, file, { hash, viewport, reducedMotion: 'reduce', ...options });
    opened.page.setDefaultTimeout(60_000);
    opened.firstMapMs = await opened.page.evaluate(async () => {
        await window.evenreach.ready;
        return performance.getEntriesByName('evenreach-painted')[0].startTime;
    });
    opened.firstMapCpuMs = await workedMs(browser) - before;
    return opened;
}

async function workedMs(browser) {
    const session = await browser.newBrowserCDPSession();
    const { processInfo } = await session.send('SystemInfo.getProcessInfo');
    await session.detach();
    return processInfo.reduce((sum, one) => sum + one.cpuTime, 0) * 1000;
}

export const part = (page, id) => page.locator(`[data-testid="${id}"]:visible`).first();

export async function textOf(page, id) {
    return (await part(page, id).innerText()).trim();
}

/** Wait until the map has drawn what it was told. */
export function drawn(page) {
    return page.evaluate(() => new Promise((resolve) => {
        window.evenreach.map.once('idle', () => resolve()); // not the event: it holds the map
        window.evenreach.map.triggerRepaint();
    }));
}

/** Move the map at once, without its flight. */
export async function lookAt(page, center, zoom) {
    await page.evaluate(([to, close]) => void window.evenreach.map.jumpTo({ center: to, zoom: close }), [center, zoom]);
    await drawn(page);
}

/** Where on the screen a place is. */
export function onScreen(page, place) {
    return page.evaluate((at) => {
        const { map } = window.evenreach;
        const { x, y } = map.project(at);
        const frame = map.getCanvas().getBoundingClientRect();
        return { x: frame.x + x, y: frame.y + y };
    }, place);
}

/** Move the pointer about over a place, as a hand does, until what is shown at it says `text`; what
 *  it says at last. */
export async function hover(page, place, text) {
    const at = await onScreen(page, place);
    let said = '';
    for (let i = 0; i < 40 && !said.includes(text); i++) {
        await page.mouse.move(at.x + 2 * (i % 2), at.y);
        await page.waitForTimeout(100);
        said = await page.locator('[data-testid="tip"]').evaluate((tip) => (tip.checkVisibility() ? tip.textContent : ''));
    }
    return said;
}

/** Show these layers and no others, by their switches. */
export async function showOnly(page, names) {
    for (const box of await page.locator('[data-testid^="layer-"]').all()) {
        const name = (await box.getAttribute('data-testid')).slice('layer-'.length);
        await box.setChecked(names.includes(name));
    }
    await drawn(page);
}

/** Points inside units of a layer by code: GDAL finds them. */
export function pointsInside(layer, codes) {
    const said = execFileSync('ogrinfo', ['-ro', '-q', '-dialect', 'SQLite', '-sql',
        `select code || ' ' || ST_X(p) || ' ' || ST_Y(p) as said from
         (select code, ST_PointOnSurface(geometry) as p from ${layer} where code in (${codes.map((code) => `'${code}'`)}))`,
        join(output, 'geojson', `${layer}.geojson`)], { encoding: 'utf8' });
    return new Map([...said.matchAll(/= (\S+) (\S+) (\S+)$/gm)].map(([, code, x, y]) => [code, [Number(x), Number(y)]]));
}

/** Rows of a table of the output folder. */
export const table = (name) => readTable(join(output, 'tables', `${name}.csv`));

/** A number as shown to people: its value and what half of its last digit is worth; null: no number. */
export function shownNumber(text) {
    const match = /^([−-]?[\d,]+)(?:\.(\d+))?\s*(%?)/u.exec(text.trim());
    if (!match) return null;
    const decimals = (match[2] ?? '').length;
    const digits = match[1].replaceAll(',', '').replace('−', '-');
    const scale = match[3] ? 100 : 1;
    return { value: Number(`${digits}.${match[2] ?? 0}`) / scale, half: 0.5000001 * 10 ** -decimals / scale };
}
