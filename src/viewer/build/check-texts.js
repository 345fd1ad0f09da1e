/* Every text of the page is there in every language, with the same places for values, and every text
 * that the page asks for by name exists. */
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import en from '../src/text/en.js';
import zh from '../src/text/zh-tw.js';

const faults = [];
const places = (text) => (text.match(/\{\w+\}/g) ?? []).sort().join(' ');
for (const key of new Set([...Object.keys(en), ...Object.keys(zh)])) {
    if (en[key] === undefined) faults.push(`en.js lacks ${key}`);
    else if (zh[key] === undefined) faults.push(`zh-tw.js lacks ${key}`);
    else if (places(en[key]) !== places(zh[key])) faults.push(`${key} has other values in zh-tw.js than in en.js`);
}

const root = fileURLToPath(new URL('../src', import.meta.url));
for (const file of readdirSync(root, { recursive: true }).filter((name) => String(name).endsWith('.js'))) {
    const code = readFileSync(join(root, String(file)), 'utf8');
    for (const [, key] of code.matchAll(/\bt\('([^']+)'/g))
        if (en[key] === undefined) faults.push(`${file} asks for ${key}, which en.js lacks`);
}
if (faults.length) {
    console.error(faults.join('\n'));
    process.exit(1);
}
