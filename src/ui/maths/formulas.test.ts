import { readFileSync } from 'node:fs'
import { describe, expect, it } from 'vitest'
import formulas from './formulas.tex'

describe('formulas', () => {
  it('are typeset by the build as MathML, with the readers in their colours and letters of the page', () => {
    expect(formulas['credit']).toMatch(/^<math>.*<\/math>$/s)
    expect(formulas['credit']).toContain('<msub class="teacher"><mi class="letter">p</mi>')
    expect(formulas['credit']).toContain('<mi>log</mi>')
  })

  it('have all the names that the screen uses', () => {
    const used = [
      ...readFileSync(new URL('./Formula.tsx', import.meta.url), 'utf8').matchAll(/'(\w+)'(?=\s*[|\n])/g),
    ].map(([, name]) => name)
    expect(Object.keys(formulas).sort()).toEqual(used.filter((name) => name !== 'math').sort())
  })
})
