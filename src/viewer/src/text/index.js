/* Texts of the page in the language that is shown. One table a language: en.js, zh-tw.js. */
import en from './en.js';
import zh from './zh-tw.js';

const tables = { en, 'zh-TW': zh };
export const languages = Object.keys(tables);
let language = 'en';

export function setLanguage(name) {
    language = tables[name] ? name : 'en';
}

export const currentLanguage = () => language;
export const isChinese = () => language === 'zh-TW';

/** Is there a text of this key? */
export const hasText = (key) => Object.hasOwn(tables[language], key);

/** The text of a key, with `{name}` put in from `values`. */
export function t(key, values) {
    const text = tables[language][key];
    if (text === undefined) throw new Error(`There is no text ${key}.`);
    return values ? text.replace(/\{(\w+)\}/g, (_, name) => values[name]) : text;
}

/** Of a text and its Chinese counterpart, that of the language; the other where there is but one. */
export const either = (text, chinese) => (isChinese() ? (chinese ?? text) : (text ?? chinese));

/** A word that the program writes (met, unserved, ferry...), as people say it; a word that is not
 *  known stands as it is, with spaces. */
export function word(value) {
    const key = `word.${String(value).replaceAll('-', '_')}`;
    if (hasText(key)) return t(key);
    const several = /^[a-z0-9_-]+([+;][a-z0-9_-]+)+$/.test(value) ? value.split(/[+;]/) : null;
    if (several) return several.map(word).join(isChinese() ? '、' : ', ');
    const [, kind, which] = /^([a-z0-9_]+):(.+)$/s.exec(value) ?? [];
    if (kind) return `${word(kind)} (${word(which)})`;
    return typeof value === 'string' && /^[a-z0-9_]+$/.test(value) ? value.replaceAll('_', ' ') : String(value);
}
