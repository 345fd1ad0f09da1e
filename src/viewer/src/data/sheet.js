/* A layer or a table: rows by columns. */

/** Wraps one entry of `layers` or `tables` of the document. */
export class Sheet {
    #columns;
    #places;

    constructor(raw) {
        this.name = String(raw.name ?? '');
        this.shape = raw.shape ?? null;
        this.level = raw.level ?? null;
        this.about = raw.about ?? null;
        this.about_zh = raw.about_zh ?? null;
        this.synthetic = raw.synthetic === true;
        this.rows = raw.rows ?? 0;
        this.fields = raw.fields ?? [];
        this.object = raw.object ?? null;
        this.x = raw.x ?? null;
        this.y = raw.y ?? null;
        this.#columns = raw.columns ?? [];
        this.#places = new Map(this.fields.map((field, i) => [field.name, i]));
    }

    has(name) {
        return this.#places.has(name);
    }

    field(name) {
        return this.fields[this.#places.get(name)] ?? null;
    }

    /** Null: nothing is known, or there is no such field. */
    value(row, name) {
        const place = this.#places.get(name);
        if (place === undefined) return null;
        const column = this.#columns[place];
        if (Array.isArray(column)) return column[row] ?? null;
        const word = column?.index?.[row];
        return word === null || word === undefined ? null : (column.words[word] ?? null);
    }

    /** All values of a field, a row each. */
    values(name) {
        return Array.from({ length: this.rows }, (_, row) => this.value(row, name));
    }

    /** Every row as an object of the named fields. */
    objects(...names) {
        return Array.from({ length: this.rows }, (_, row) =>
            Object.fromEntries(names.map((name) => [name, this.value(row, name)])),
        );
    }

    /** The first row whose field is `value`; -1: none. */
    find(name, value) {
        for (let row = 0; row < this.rows; row++) if (this.value(row, name) === value) return row;
        return -1;
    }
}

export const isNumeric = (field) => field.type === 'integer' || field.type === 'real';
