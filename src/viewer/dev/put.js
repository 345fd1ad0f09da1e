/* Put a data document into a built page: node dev/put.js PAGE.html DOCUMENT.json REPORT.html */
import { readFileSync, writeFileSync } from 'node:fs';
import { gzipSync } from 'node:zlib';

const [page, document, report] = process.argv.slice(2);
if (!report) {
    console.error('usage: node dev/put.js PAGE.html DOCUMENT.json REPORT.html');
    process.exit(2);
}
const data = gzipSync(readFileSync(document), { level: 9 }).toString('base64');
const [before, after] = readFileSync(page, 'utf8').split('<!--evenreach-data-->');
writeFileSync(report, `${before}<script id="evenreach-data" type="application/gzip;base64">${data}</script>${after}`);
