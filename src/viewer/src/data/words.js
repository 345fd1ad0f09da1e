/* What layers, fields and values are called. */
import { either, hasText, isChinese, t, word } from '../text/index.js';

const capital = (text) => text.charAt(0).toUpperCase() + text.slice(1);
const spaced = (name) => capital(name.replaceAll('_', ' '));

/** The name of a level of units. */
export const levelName = (level) => (hasText(`level.${level}`) ? t(`level.${level}`) : spaced(String(level)));

/** The name of a layer or table. */
export function sheetName(sheet) {
    if (hasText(`layer.${sheet.name}`)) return t(`layer.${sheet.name}`);
    if (sheet.level) return levelName(sheet.level);
    return spaced(sheet.name);
}

export function makeWords(doc) {
    const operators = new Map((doc.summary.operators ?? []).map((one) => [one.column, one.name]));
    const schemes = new Map(doc.schemes.map((scheme) => [scheme.column ?? scheme.name, scheme]));
    const titles = new Map((doc.summary.schemes ?? []).map((scheme) => [scheme.name, scheme]));
    const groups = new Map();
    for (const scheme of doc.schemes)
        for (const group of scheme.groups ?? []) if (!groups.has(group.name)) groups.set(group.name, group);

    /** A field, in few words. */
    function fieldName(field) {
        if (hasText(`field.${field.name}`)) return t(`field.${field.name}`);
        const scheme = schemes.get(field.name);
        if (scheme) return schemeName(scheme.name);
        const byOperator = /^(.+?)_(operator_\w+)$/.exec(field.name);
        if (byOperator && operators.has(byOperator[2]) && hasText(`field.${byOperator[1]}_of`))
            return t(`field.${byOperator[1]}_of`, { operator: operators.get(byOperator[2]) });
        const meaning = either(field.meaning, field.meaning_zh);
        if (!meaning) return spaced(field.name);
        const brief = meaning.split(/[;；:：]/)[0].trim();
        return isChinese() ? brief : capital(brief);
    }

    /** What a field means, whole. */
    const fieldMeaning = (field) => either(field.meaning, field.meaning_zh) ?? field.name;

    function schemeName(name) {
        const scheme = titles.get(name);
        return either(scheme?.title, scheme?.title_zh) ?? spaced(name);
    }

    /** A group of a scheme; the scheme need not be known. */
    function groupName(name, schemeName) {
        const scheme = doc.schemes.find((one) => one.name === schemeName);
        const group = scheme?.groups?.find((one) => one.name === name) ?? groups.get(name);
        return group ? (either(group.title, group.title_zh) ?? name) : word(name);
    }

    /** A value of a text or boolean field. */
    function valueName(value, field) {
        if (typeof value === 'boolean') return t(value ? 'yes' : 'no');
        if (field.name === 'level' || field.name.endsWith('_level')) return levelName(value);
        const scheme = schemes.get(field.name);
        if (scheme) return groupName(value, scheme.name);
        if (/^(group|area_class|most_group|code)$/.test(field.name) && groups.has(value)) return groupName(value);
        if (/^(column|stratum)$/.test(field.name) && operators.has(value)) return operators.get(value);
        return FREE_TEXT.test(field.name) ? String(value) : word(value);
    }

    /** The place of a group in the schemes; a text that is no group comes after all. */
    const order = new Map([...groups.keys()].map((group, i) => [group, i]));
    const groupRank = (name) => order.get(name) ?? Infinity;

    /** What it means that a field has no value. */
    const nothingName = (field) => t(field.name.endsWith('_cluster') ? 'no-cluster' : 'unknown');

    const operatorName = (column) => operators.get(column) ?? spaced(column);

    return {
        fieldName,
        fieldMeaning,
        schemeName,
        groupName,
        groupRank,
        valueName,
        nothingName,
        operatorName,
        operators,
    };
}

/** Fields whose texts are names, codes and sentences: shown as they stand. */
const FREE_TEXT =
    /(^|_)(code|name|name_en|title|title_zh|note|note_zh|reason|reason_zh|sentence|sentence_zh|document|operator|place|date_on|definition|pilot_code)$/;

/** The name of a row of a layer in the language, and its other name if it has one. */
export function rowNames(sheet, row) {
    const own = sheet.value(row, 'name') ?? sheet.value(row, 'title');
    const english = sheet.value(row, 'name_en') ?? (sheet.has('name') ? null : sheet.value(row, 'title'));
    const chineseTitle = sheet.has('name') ? null : sheet.value(row, 'title_zh');
    const native = chineseTitle ?? own;
    const first = isChinese() ? (native ?? english) : (english ?? native);
    const other = first === native ? english : native;
    const code =
        sheet.value(row, 'code') ??
        sheet.value(row, 'route') ??
        sheet.value(row, 'site_code') ??
        sheet.value(row, 'venue');
    return {
        name: first ?? (code === null ? `${row + 1}` : String(code)),
        other: other && other !== first ? other : null,
        code: code === null ? null : String(code),
    };
}
