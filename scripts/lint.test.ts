/**
 * `npm run lint` in a house of a few files, with this repository's own rules: it passes, and after one fault
 * of each kind is planted it names every one.
 */
import { spawnSync } from 'node:child_process'
import { cpSync, mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { afterAll, beforeAll, expect, it } from 'vitest'

const here = path.resolve(import.meta.dirname, '..')
const house = mkdtempSync(path.join(tmpdir(), 'house-'))
afterAll(() => rmSync(house, { recursive: true }))

const write = (files: Record<string, string>) => {
  for (const [file, text] of Object.entries(files)) {
    mkdirSync(path.dirname(path.join(house, file)), { recursive: true })
    writeFileSync(path.join(house, file), text)
  }
}

function lint(): { status: number | null; said: string } {
  const { status, stdout, stderr } = spawnSync(process.execPath, ['scripts/lint.mjs'], {
    cwd: house,
    encoding: 'utf8',
    env: { ...process.env, NO_COLOR: '1', FORCE_COLOR: '0' },
  })
  return { status, said: stdout + stderr }
}

beforeAll(() => {
  for (const file of [
    'eslint.config.js',
    'knip.json',
    'tsconfig.json',
    '.prettierrc.json',
    '.prettierignore',
    ...['checks', 'circles', 'lint', 'source-files'].map((name) => `scripts/${name}.mjs`),
    ...['eslint-docstrings', 'eslint-layers', 'layers'].map((name) => `scripts/${name}.js`),
  ])
    cpSync(path.join(here, file), path.join(house, file))
  symlinkSync(path.join(here, 'node_modules'), path.join(house, 'node_modules'))
  const used = ['eslint', 'eslint-plugin-react-hooks', 'typescript', 'typescript-eslint', 'knip', 'vite']
  const manifest = {
    name: 'house',
    type: 'module',
    scripts: { lint: 'node scripts/lint.mjs' },
    devDependencies: Object.fromEntries(used.map((name) => [name, '*'])),
  }
  write({
    'package.json': `${JSON.stringify(manifest, null, 2)}\n`,
    'packages/ort-train/package.json': '{\n  "name": "ort-train",\n  "exports": "./src/index.ts"\n}\n',
    'packages/ort-train/src/index.ts': 'export const ops = 1\n',
    'src/rng.ts': 'export const seed = 1\n',
    'src/lm/model.ts':
      "import { seed } from '../rng.ts'\n\n/** A model with a seed. */\nexport function model(): number {\n  return seed\n}\n",
    'src/engine/engine.ts': "import { model } from '../lm/model.ts'\n\nexport const engine = model()\n",
    'experiments/commands/run.ts':
      "import { engine } from '../../src/engine/engine.ts'\n\nconsole.log(engine)\n",
  })
})

it('passes a house without faults', () => {
  const { status, said } = lint()
  expect(said).not.toContain('found faults')
  expect(status).toBe(0)
}, 120_000)

it('names every fault that is planted', () => {
  write({
    'src/lm/up.ts': "export { engine } from '../engine/engine.ts'\n",
    'packages/ort-train/src/up.ts': "export { seed } from '../../../src/rng.ts'\n",
    'experiments/lib/up.ts': "import '../commands/run.ts'\n",
    'scripts/up.mjs': "import '../e2e/page.ts'\n",
    'e2e/page.ts': "import '../experiments/commands/run.ts'\n",
    'src/problems/one.ts': "import type { Two } from './two.ts'\n\nexport type One = Two[]\n",
    'src/problems/two.ts': "import type { One } from './one.ts'\n\nexport type Two = One[]\n",
    'src/engine/engine.ts':
      "import { model } from '../lm/model.ts'\n\nexport const engine = model()\nexport const nobodyImports = 1\n",
    'src/engine/crooked.ts': 'export   const crooked = "double"\n',
    'packages/ort-train/src/silent.ts': 'export const silentOp = (x: number) => x\n',
    'src/sdpo/outputs.testing.ts':
      "export const theta = (outputs: Record<string, number>) => outputs['theta_after']!\n",
    'src/engine/anything.ts': 'export const anything: any = 1\n',
    'src/engine/long.ts': `${'export {}\n'.repeat(301)}`,
    'src/lm/silent.ts': 'export function silentModel(): void {}\n',
    'src/sdpo/silent.ts': 'export async function silentMethod(): Promise<void> {}\n',
  })
  const { status, said } = lint()
  expect(status).toBe(1)
  for (const fault of [
    'src/lm may not import src/engine',
    'packages/ort-train may not import src/rng.ts',
    'experiments/lib may not import experiments/commands',
    'scripts may not import e2e',
    'e2e may not import experiments/commands',
    'silentOp is exported without a docstring',
    'A name is not looked up with a "!"',
    'Unexpected any',
    'File has too many lines (301)',
    'silentModel is exported without a docstring',
    'silentMethod is exported without a docstring',
    'src/problems/one.ts\n  src/problems/two.ts',
    'src/engine/crooked.ts',
    'nobodyImports',
    'lint found faults',
    'format found faults',
    'circles found faults',
    'unused found faults',
  ])
    expect(said).toContain(fault)
}, 120_000)
