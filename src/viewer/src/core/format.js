/* Numbers as people read them. */
import { currentLanguage, hasText, t } from '../text/index.js';

const made = new Map();

function formatter(options) {
    const key = currentLanguage() + JSON.stringify(options);
    if (!made.has(key)) made.set(key, new Intl.NumberFormat(currentLanguage(), options));
    return made.get(key);
}

/** A number with digits that fit its size. */
export function number(value, digits) {
    const size = Math.abs(value);
    let options;
    if (digits !== undefined) options = { maximumFractionDigits: digits };
    else if (Number.isInteger(value)) options = { maximumFractionDigits: 0 };
    else if (size >= 1000) options = { maximumFractionDigits: 0 };
    else if (size >= 100) options = { maximumFractionDigits: 1 };
    else if (size >= 1) options = { maximumFractionDigits: 2 };
    else options = { maximumSignificantDigits: 3 };
    return formatter(options).format(value).replace(/^-/, '\u2212');
}

/** A share of 1 as percent. */
export const percent = (share, digits = 1) => `${number(share * 100, digits)}\u202f%`;

/** Large numbers in short: 23.5M. */
export const short = (value) =>
    formatter({ notation: 'compact', maximumSignificantDigits: 3 }).format(value).replace(/^-/, '\u2212');

/* Units that the name of the field says already, or that have no name. */
const UNSAID = /^(share|count|index|ratio|p|unit|1\/.*)$/;

/** How a unit is written; empty: it needs no word. */
export function unitName(unit) {
    if (!unit || UNSAID.test(unit)) return '';
    return hasText(`unit.${unit}`) ? t(`unit.${unit}`) : unit;
}

export const isShare = (field) => field.unit === 'share';

/** The value of a numeric field, without its unit except for percent. */
export function figure(value, field) {
    if (field.unit === 'share') return percent(value, 2);
    if (field.unit === 'degrees') return number(value, 5);
    if (field.name === 'year') return String(value);
    return number(value);
}

/** The value of a numeric field with its unit. */
export function quantity(value, field) {
    const unit = unitName(field.unit);
    return unit ? `${figure(value, field)}\u202f${unit}` : figure(value, field);
}
