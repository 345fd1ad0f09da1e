/* Texts made alike for searching. */

/* Characters with a common variant. */
const VARIANTS = { 臺: '台', 爲: '為', 峯: '峰', 裏: '里', 羣: '群' };

/** A text without what people leave out or write in two ways: case, accents, width, variants. */
export const folded = (text) =>
    String(text)
        .normalize('NFKD')
        .replace(/\p{M}/gu, '')
        .toLowerCase()
        .replace(/[臺爲峯裏羣]/g, (one) => VARIANTS[one])
        .trim();
