/** Builds the command line for the package: `vite build -c vite.node.config.ts` writes dist-node/, which needs nothing but Node and the built page's files. */
import { copyFileSync, cpSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { defineConfig } from 'vite'

const here = (path: string) => fileURLToPath(new URL(path, import.meta.url))

/** QuickJS looks for its WebAssembly beside its code. */
const quickjs = {
  name: 'quickjs',
  writeBundle: () =>
    copyFileSync(
      here('node_modules/@jitl/quickjs-wasmfile-release-sync/dist/emscripten-module.wasm'),
      here('dist-node/emscripten-module.wasm'),
    ),
}

/** What goes with a run to TRL and to verl lies beside the command. */
const training = {
  name: 'training',
  writeBundle() {
    for (const name of ['trl', 'verl'])
      cpSync(here(`python/${name}`), here(`dist-node/${name}`), {
        recursive: true,
        filter: (file) => !file.endsWith('__pycache__'),
      })
  },
}

/** Python comes from the page's own copy of Pyodide. */
const python = {
  name: 'python',
  enforce: 'pre' as const,
  resolveId: (source: string) => (source.endsWith('/node-python.ts') ? here('bin/packed-python.ts') : null),
}

export default defineConfig({
  plugins: [python, quickjs, training],
  publicDir: false,
  ssr: { noExternal: true },
  build: {
    ssr: true,
    target: 'node20',
    outDir: 'dist-node',
    emptyOutDir: true,
    rollupOptions: {
      input: {
        main: here('bin/main.ts'),
        // Threads and processes: src/start-thread.ts and start-process.ts find them beside whoever starts them.
        'node-thread': here('src/verify/node-thread.ts'),
        'node-python-thread': here('src/verify/node-python-thread.ts'),
        'inspect-process': here('src/headless/inspect-process.ts'),
      },
      output: { format: 'es', entryFileNames: '[name].js', chunkFileNames: '[name]-[hash].js' },
    },
  },
})
