/**
 * npm run gpu:pack -- [OUT]
 * Makes a folder (dist-gpu by default) of at most 60 MB that runs conformance, agreement, counts and the steps of stock models' shapes
 * on a bare machine with a card: ./run.sh RESULTS. It holds Node, Dawn, onnxruntime's WebAssembly, the lab as one bundle, the
 * reference vectors, the bundled model, and what the native runtime makes of small models here. Linux on x86-64. Exits 1 where it is
 * larger.
 */
import { execFileSync } from 'node:child_process'
import {
  cpSync,
  existsSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  realpathSync,
  rmSync,
  statSync,
  writeFileSync,
} from 'node:fs'
import { createRequire } from 'node:module'
import { dirname, join, resolve } from 'node:path'
import { fileURLToPath } from 'node:url'
import { gzipSync } from 'node:zlib'
import { build } from 'vite'
import { nativeRuntime } from '../../scripts/native-runtime.ts'
import { packedLora, readOptions, smallModels, type Expected } from '../gpu-pack/contents.ts'
import { readModel } from '../lib/agreement.ts'
import { doubleBase } from '../lib/double-update.ts'
import { exactUpdates } from '../lib/exact-updates.ts'
import { openSmallModel } from '../lib/small-model.ts'

const most = 60e6
const root = fileURLToPath(new URL('../..', import.meta.url))
const out = resolve(process.argv[2] ?? join(root, 'dist-gpu'))
/** Without these an NVIDIA driver does not load. */
const loaders = ['libvulkan1', 'libegl1', 'libglvnd0', 'libopengl0', 'libgl1', 'libglx0', 'libgles2']

if (process.platform !== 'linux' || process.arch !== 'x64')
  throw new Error(
    'The folder is for Linux on x86-64, and Node and Dawn are taken from the machine that packs.',
  )
rmSync(out, { recursive: true, force: true })
mkdirSync(join(out, 'gl'), { recursive: true })

const packed = (name: string, path: string) =>
  writeFileSync(join(out, `${name}.gz`), gzipSync(readFileSync(path), { level: 9 }))
const stripped = join(out, 'node')
cpSync(realpathSync(process.execPath), stripped)
try {
  execFileSync('strip', [stripped], { stdio: 'ignore' })
} catch {
  console.error('There is no `strip` here: Node is packed as it is.')
}
packed('node', stripped)
rmSync(stripped)
const own = createRequire(join(root, 'package.json'))
const webgpu = dirname(createRequire(join(root, 'experiments/package.json')).resolve('webgpu'))
packed('dawn.node', join(webgpu, 'dist/linux-x64/dawn.node'))
packed('ort.wasm', own.resolve('onnxruntime-web/ort-wasm-simd-threaded.asyncify.wasm'))

await build({
  root,
  configFile: false,
  logLevel: 'warn',
  publicDir: false,
  ssr: { noExternal: true, target: 'node' },
  build: {
    ssr: join(root, 'experiments/gpu-pack/main.ts'),
    outDir: out,
    emptyOutDir: false,
    target: 'node20',
    minify: true,
    rollupOptions: { output: { entryFileNames: 'lab.mjs', chunkFileNames: 'chunks/[name]-[hash].mjs' } },
  },
})

for (const path of [
  'reference/sdpo-vectors.json',
  'reference/update.json',
  'reference/llama-0.9m',
  'models/tiny',
])
  cpSync(join(root, path), join(out, path), { recursive: true })
for (const { name } of smallModels)
  for (const ending of ['json', 'safetensors'])
    cpSync(
      join(root, `reference/architectures/${name}.${ending}`),
      join(out, `reference/architectures/${name}.${ending}`),
    )
cpSync(join(root, 'experiments/gpu-pack/run.sh'), join(out, 'run.sh'))
cpSync(join(root, 'experiments/gpu-pack/README.md'), join(out, 'README.md'))
cpSync(join(root, 'experiments/bench/pytorch_step.py'), join(out, 'pytorch_step.py'))

const expected: Expected = {}
for (const { name, precision } of smallModels) {
  const { model, prompt, tensors } = await openSmallModel(
    nativeRuntime({ threads: 1 }),
    name,
    precision,
    packedLora,
  )
  const { rows, ...native } = await readModel(model, prompt, readOptions)
  const exact =
    precision === 'f32' ? await exactUpdates(model, rows, doubleBase(model.config, tensors)) : null
  expected[`${name}-${precision}`] = { native, exact }
}
writeFileSync(join(out, 'expected.json'), JSON.stringify(expected))

try {
  execFileSync('apt-get', ['download', ...loaders], { cwd: join(out, 'gl'), stdio: 'ignore' })
} catch {
  console.error('apt-get brought no loaders: the machine with the card has to have libvulkan1 and its kin.')
}

const files = readdirSync(out, { recursive: true, withFileTypes: true }).filter((entry) => entry.isFile())
const bytes = files.reduce((sum, { parentPath, name }) => sum + statSync(join(parentPath, name)).size, 0)
console.log(
  `${out}: ${(bytes / 1e6).toFixed(1)} MB in ${files.length} files. On the machine with the card: ./run.sh RESULTS`,
)
if (!existsSync(join(out, 'lab.mjs')) || bytes > most) {
  console.error(`The folder may have ${most / 1e6} MB.`)
  process.exitCode = 1
}
process.exit()
