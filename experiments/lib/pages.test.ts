import { readFileSync } from 'node:fs'
import { expect, test } from 'vitest'
import { presetsPage, readmePage, resultsPage } from './pages.ts'

const text = (path: string) => readFileSync(new URL(`../../${path}`, import.meta.url), 'utf8')

test('the pages are as their templates and docs/results make them', async () => {
  expect(text('docs/PRESETS.md')).toBe(await presetsPage())
  expect(text('docs/RESULTS.md')).toBe(resultsPage())
  const readme = text('README.md')
  expect(readme).toBe(readmePage(readme))
})

test('a figure that was changed by hand is found', () => {
  const readme = text('README.md')
  const by = readme.replace(/SDPO 59/, 'SDPO 95')
  expect(by).not.toBe(readme)
  expect(readmePage(by)).not.toBe(by)
  expect(() => readmePage(readme.replaceAll('/measured', '/lost'))).toThrow('lost the marks')
})
