/* Put the script and the style into the page itself, as report.html. */

const MARK = '<!--evenreach-data-->';

/* Inside of a script neither an end of script nor a beginning of a comment may stand; both can only be
 * in texts and patterns, where a backslash changes nothing. */
const safeScript = (code) => code.replaceAll('</script', '<\\/script').replaceAll('<!--', '<\\!--');
const safeStyle = (style) => style.replaceAll('</style', '<\\/style');

export function inline() {
    return {
        name: 'inline',
        enforce: 'post',
        generateBundle(_options, bundle) {
            const files = Object.values(bundle);
            const page = files.find((file) => file.fileName.endsWith('.html'));
            const scripts = files.filter((file) => file.type === 'chunk');
            const styles = files.filter((file) => file.fileName.endsWith('.css'));
            if (scripts.length !== 1) this.error(`the page must come to one script, not ${scripts.length}`);
            let html = page.source
                .replace(/<script type="module"[^>]*src=[^>]*><\/script>\s*/, '')
                .replace(/<link rel="stylesheet"[^>]*>\s*/g, '');
            html = html.replace(
                '</head>',
                () =>
                    `<style>${styles.map((file) => safeStyle(String(file.source))).join('\n')}</style>\n` +
                    `<script type="module">${safeScript(scripts[0].code)}</script>\n</head>`,
            );
            if (html.split(MARK).length !== 2) this.error(`the page must have ${MARK} once`);
            for (const file of files) delete bundle[file.fileName];
            this.emitFile({ type: 'asset', fileName: 'report.html', source: html });
        },
    };
}
