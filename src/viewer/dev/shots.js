/* Pictures of a report, for looking at: node dev/shots.js REPORT.html FOLDER
 * At 1440 and 390 pixels, in both languages, every tab, and the page as printed. */
import { mkdirSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { pathToFileURL } from 'node:url';
import { chromium } from 'playwright-core';

const [report, folder] = process.argv.slice(2);
if (!folder) {
    console.error('usage: node dev/shots.js REPORT.html FOLDER');
    process.exit(2);
}
mkdirSync(folder, { recursive: true });
const browser = await chromium.launch({
    executablePath: process.env.CHROMIUM ?? '/usr/bin/chromium',
    args: [
        '--no-sandbox',
        '--use-gl=angle',
        '--use-angle=swiftshader',
        '--enable-unsafe-swiftshader',
        '--ignore-gpu-blocklist',
    ],
});
const url = pathToFileURL(resolve(report)).href;
let faults = 0;
for (const [width, height] of [
    [1440, 900],
    [390, 844],
])
    for (const lang of ['en', 'zh-TW']) {
        const context = await browser.newContext({ viewport: { width, height }, offline: true });
        const page = await context.newPage();
        const say = (text) => {
            faults++;
            console.log(`${width} ${lang}: ${text}`);
        };
        page.on('console', (message) => say(`${message.type()}: ${message.text()}`));
        page.on('pageerror', (error) => say(`error: ${error.stack}`));
        const began = Date.now();
        await page.goto(`${url}#lang=${lang}`);
        await page.evaluate(() => window.evenreach.ready);
        console.log(`${width} ${lang}: ready after ${Date.now() - began} ms`);
        const shot = (name) => page.screenshot({ path: join(folder, `${width}-${lang}-${name}.png`) });
        await shot('map');
        for (const tab of ['balance', 'targets', 'method', 'map']) {
            await page.click(`[data-testid=tab-${tab}]`);
            await page.waitForTimeout(300);
            await shot(`tab-${tab}`);
        }
        if (width < 760) await page.click('[data-testid=drawer]');
        await page.fill('[data-testid=search]', process.env.SEARCH ?? '1');
        await page.waitForTimeout(200);
        await shot('search');
        await page.keyboard.press('Enter');
        await page.waitForTimeout(1800);
        await shot('selected');
        await page.emulateMedia({ media: 'print' });
        await page.waitForTimeout(300);
        await page.screenshot({ path: join(folder, `${width}-${lang}-print.png`), fullPage: true });
        if (width > 760) {
            await page.emulateMedia({ media: null });
            await page.pdf({ path: join(folder, `${lang}.pdf`), format: 'A4' });
        }
        await context.close();
    }
await browser.close();
process.exitCode = faults ? 1 : 0;
