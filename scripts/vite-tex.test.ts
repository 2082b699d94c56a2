import { expect, it } from 'vitest'
import { typeset } from './vite-tex.ts'

it('says which line of a file of formulas cannot be read', () => {
  expect(() => typeset('% fine\nflat = \\frac{1', 'a.tex')).toThrow()
  expect(() => typeset('no formula', 'a.tex')).toThrow('a.tex:1')
})
