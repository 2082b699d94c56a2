/**
 * Every how-to is followed to the letter in a copy of the sources: what the pages add compiles together, and
 * the command at the end of each page passes.
 */
import { execFileSync, spawnSync } from 'node:child_process'
import {
  cpSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { planted, readHowTo } from './how-to.ts'

const here = path.resolve(import.meta.dirname, '..')
const copy = mkdtempSync(path.join(tmpdir(), 'how-to-'))
afterAll(() => rmSync(copy, { recursive: true }))

const folder = path.join(here, 'docs/how-to')
const pages = readdirSync(folder).map(
  (file) => [file, readHowTo(readFileSync(path.join(folder, file), 'utf8'))] as const,
)
/** The installed packages, but our own from the copy. */
function linkModules(folder: string): void {
  if (!existsSync(path.join(here, folder))) return
  mkdirSync(path.join(copy, folder))
  for (const name of readdirSync(path.join(here, folder))) {
    const own = path.join(copy, 'packages', name)
    symlinkSync(existsSync(own) ? own : path.join(here, folder, name), path.join(copy, folder, name))
  }
}

const runnable = pages.flatMap(([file, { commands }]) => commands.map((command) => [file, command] as const))

beforeAll(() => {
  // Only what git knows: neither builds nor downloads.
  const files = execFileSync('git', ['ls-files', '-z', '--cached', '--others', '--exclude-standard'], {
    cwd: here,
    encoding: 'utf8',
  })
  for (const file of files.split('\0'))
    if (file && existsSync(path.join(here, file))) cpSync(path.join(here, file), path.join(copy, file))
  for (const folder of ['node_modules', 'experiments/node_modules']) linkModules(folder)
  for (const [page, { plantings }] of pages)
    for (const planting of plantings) {
      const file = path.join(copy, planting.file)
      const text = planting.place === 'new' ? '' : readFileSync(file, 'utf8')
      try {
        writeFileSync(file, planted(text, planting))
      } catch (cause) {
        throw new Error(`docs/how-to/${page}: ${String(cause)}`, { cause })
      }
    }
}, 120_000)

/** What each page asks for, tests aside: its new files, and the files that get an entry. */
const asks: Readonly<Record<string, { files: readonly string[]; tables: readonly string[] }>> = {
  'architecture.md': { files: [], tables: ['src/lm/architectures.ts'] },
  'judge.md': {
    files: ['src/verify/kinds/json.ts', 'src/ui/problem/editor/kinds/json.tsx'],
    tables: [
      'src/problems/program-shape.ts',
      'src/verify/kinds/index.ts',
      'src/ui/problem/editor/kinds/index.ts',
    ],
  },
  'lesson.md': { files: ['src/ui/lesson/lessons/who-teaches.ts'], tables: ['src/ui/lesson/pages.ts'] },
  'op.md': {
    files: [],
    tables: ['op-table', 'ops', 'gradients'].map((name) => `packages/ort-train/src/graph/${name}.ts`),
  },
  'preset.md': { files: [], tables: ['src/problems/sets/science.ts'] },
}

it.each(Object.entries(asks))('%s asks for no more than it says', (page, { files, tables }) => {
  const { plantings } = new Map(pages).get(page)!
  const product = plantings.filter(({ file }) => !/\.test(ing)?\.ts$/.test(file))
  const of = (isNew: boolean) => [
    ...new Set(product.flatMap(({ file, place }) => ((place === 'new') === isNew ? [file] : []))),
  ]
  expect(of(true)).toEqual(files)
  expect(of(false)).toEqual(tables)
})

it('what all pages add compiles', () => {
  const { stdout } = spawnSync('npx', ['--no-install', 'tsc', '-p', '.'], { cwd: copy, encoding: 'utf8' })
  expect(stdout).toBe('')
}, 240_000)

it.each(runnable)(
  '%s: %s',
  (_, command) => {
    const [, ...args] = command.split(' ')
    const { status, stdout, stderr } = spawnSync('npx', ['--no-install', ...args], {
      cwd: copy,
      encoding: 'utf8',
    })
    expect(status, stdout + stderr).toBe(0)
  },
  240_000,
)
