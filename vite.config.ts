import { statSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import react from '@vitejs/plugin-react'
import { defineConfig } from 'vite'
import { developmentHeaders, headers } from './scripts/headers.ts'
import { embed } from './scripts/vite-embed.ts'
import { languages } from './scripts/vite-languages.ts'
import { licenceTexts } from './scripts/licences.ts'
import { languageOnly } from './scripts/vite-monaco.ts'
import { models, modelBytes } from './scripts/vite-models.ts'
import { offline } from './scripts/vite-offline.ts'
import { player } from './scripts/vite-player.ts'
import { policy } from './scripts/vite-policy.ts'
import { recordingPlace } from './src/interchange/player-file.ts'
import { pyodide, pyodideBytes } from './scripts/vite-pyodide.ts'
import { teach } from './scripts/vite-teach.ts'
import { tex } from './scripts/vite-tex.ts'

const here = (path: string) => fileURLToPath(new URL(path, import.meta.url))
/** Another folder of models than the bundled one: to look at a model while it trains. */
const modelFolder = process.env.SDPO_MODELS ?? here('models')

/** What going live downloads (src/engine/sizes.ts). */
const sizes = {
  models: modelBytes(modelFolder),
  python: pyodideBytes(here('node_modules/pyodide')),
  runtime: {
    wasm: statSync(here('node_modules/onnxruntime-web/dist/ort-wasm-simd-threaded.wasm')).size,
    webgpu: statSync(here('node_modules/onnxruntime-web/dist/ort-wasm-simd-threaded.asyncify.wasm')).size,
  },
}

export default defineConfig({
  base: './',
  plugins: [
    languages(here('.')),
    react(),
    tex(),
    models(modelFolder),
    pyodide(here('node_modules/pyodide')),
    policy(),
    embed(),
    teach(here('docs/teach/README.md')),
    player(here('src/player.tsx'), recordingPlace, () => [react(), tex()]),
    licenceTexts(),
    offline(here('src/offline/service-worker.js')),
  ],
  define: { __LAB_SIZES__: JSON.stringify(sizes) },
  server: { headers: developmentHeaders },
  preview: { headers },
  worker: { format: 'es', plugins: () => [languageOnly()] },
  build: {
    target: 'es2023',
    chunkSizeWarningLimit: 1500,
    rollupOptions: { input: [here('index.html'), here('embed.html'), here('teach.html')] },
  },
  optimizeDeps: {
    // Each finds its workers beside its own files.
    exclude: ['onnxruntime-web', 'monaco-editor'],
    // Used in workers alone, so found late: named here, or the first live run would be cut off by a reload.
    include: [
      '@huggingface/jinja',
      '@huggingface/tokenizers',
      '@jitl/quickjs-wasmfile-release-sync',
      'quickjs-emscripten-core',
      'zod',
    ],
  },
})
