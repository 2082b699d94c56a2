import { existsSync, mkdtempSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect, it } from 'vitest'
import { Journal } from './journal.ts'
import { kept } from './kept.ts'

const path = () => join(mkdtempSync(join(tmpdir(), 'journal-')), 'out.json.part')

it('goes on with what was measured before, and measures only the rest', async () => {
  const file = path()
  const first = new Journal(file, 'settings', 0)
  await first.once('a', () => Promise.resolve(1))
  const measured: string[] = []
  const second = new Journal(file, 'settings', 0)
  expect(second.size).toBe(1)
  for (const key of ['a', 'b']) {
    await second.once(key, () => {
      measured.push(key)
      return Promise.resolve(2)
    })
  }
  expect(measured).toEqual(['b'])
  expect([second.get('a'), second.get('b')]).toEqual([1, 2])
  second.remove()
  expect(existsSync(file)).toBe(false)
})

it('never mixes settings', () => {
  const file = path()
  new Journal(file, 'one', 0).set('a', 1)
  expect(() => new Journal(file, 'other', 0)).toThrow('other settings')
})

it('keeps nothing without a file', () => {
  const journal = new Journal(null, 'settings', 0)
  journal.set('a', null)
  expect(journal.get('a')).toBe(null)
})

it('keeps a shared measurement for the same premises, and measures again for others', async () => {
  const folder = mkdtempSync(join(tmpdir(), 'kept-'))
  let measured = 0
  const measure = () => Promise.resolve(++measured)
  expect([await kept('a/b', ['weights', 1], measure, folder), await kept('a/b', ['weights', 1], measure, folder), await kept('a/b', ['weights', 2], measure, folder)]).toEqual([1, 1, 2])
})
