/** No source file is longer than 300 lines, styles and tests among them, and half of them are shorter than 80. */
import { readFileSync } from 'node:fs'
import path from 'node:path'
import { expect, it } from 'vitest'
import { sourceFiles } from './source-files.mjs'

const root = path.resolve(import.meta.dirname, '..')
const sizes = sourceFiles(root, /\.(m?ts|tsx|m?js|css)$/)
  .map((file) => ({ file, lines: readFileSync(path.join(root, file), 'utf8').trimEnd().split('\n').length }))
  .sort((a, b) => a.lines - b.lines)

it('no file is longer than 300 lines', () => {
  expect(sizes.filter(({ lines }) => lines > 300)).toEqual([])
})

it('the median is under 80 lines', () => {
  const median = sizes[Math.floor(sizes.length / 2)]!.lines
  console.log(`${sizes.length} source files, median ${median} lines, longest ${sizes.at(-1)!.lines}.`)
  expect(median).toBeLessThan(80)
})
