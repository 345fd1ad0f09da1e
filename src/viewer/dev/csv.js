/* CSV as the tables of an output folder are written: RFC 4180. */

/** The rows of a CSV text, each an object by heading; empty fields are null. A field that stood in
 *  quotation marks comes as {text}: it is text even where it looks like a number. */
export function rowsOf(text) {
    const table = [];
    let row = [];
    let at = text.charCodeAt(0) === 0xfeff ? 1 : 0;
    while (at < text.length) {
        let value = null;
        if (text[at] === '"') {
            let end = at + 1;
            while (text[end] !== '"' || text[end + 1] === '"') end += text[end] === '"' ? 2 : 1;
            value = { text: text.slice(at + 1, end).replaceAll('""', '"') };
            at = end + 1;
        } else {
            const rest = /[,\r\n]|$/g;
            rest.lastIndex = at;
            const end = rest.exec(text).index;
            if (end > at) value = text.slice(at, end);
            at = end;
        }
        row.push(value);
        if (text[at] === ',') {
            at++;
            if (at === text.length || text[at] === '\r' || text[at] === '\n') row.push(null);
            if (text[at] === '\r' || text[at] === '\n' || at >= text.length) ({ row, at } = next());
        } else ({ row, at } = next());
    }
    if (row.length) table.push(row);
    const [heads, ...rows] = table;
    const names = heads.map(plain);
    return rows.map((cells) => Object.fromEntries(names.map((name, i) => [name, cells[i] ?? null])));

    function next() {
        table.push(row);
        let after = at;
        if (text[after] === '\r') after++;
        if (text[after] === '\n') after++;
        return { row: [], at: after };
    }
}

export const plain = (value) => (value && typeof value === 'object' ? value.text : value);
