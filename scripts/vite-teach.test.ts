import { readdirSync, readFileSync } from 'node:fs'
import { expect, it } from 'vitest'
import { kitOf } from './vite-teach.ts'

it('the teacher\u2019s kit is a page whose plan opens its lessons', () => {
  const html = kitOf(readFileSync('docs/teach/README.md', 'utf8'))
  expect(html).toMatch(/^<h1>/)
  const lessons = [...html.matchAll(/<a href="\.\/#l=(\d)">/g)].map(([, lesson]) => Number(lesson))
  expect(lessons.length).toBeGreaterThan(2)
  expect(Math.max(...lessons)).toBeLessThanOrEqual(readdirSync('src/ui/lesson/lessons').length)
  // A page without scripts, whatever is written in the text.
  expect(html).not.toContain('<script')
})
