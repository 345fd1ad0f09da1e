import { defineConfig } from 'vite';
import { inline } from './build/inline.js';
import { licences } from './build/licences.js';

export default defineConfig({
    plugins: [licences(), inline()],
    build: {
        target: 'es2022',
        outDir: 'dist',
        emptyOutDir: true,
        cssCodeSplit: false,
        assetsInlineLimit: Number.MAX_SAFE_INTEGER,
        modulePreload: false,
        chunkSizeWarningLimit: 2048,
        reportCompressedSize: false,
    },
});
