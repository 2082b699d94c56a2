import { describe, expect, it } from 'vitest'
import { fillTemplate, templateParts } from './templates.ts'

describe('templates', () => {
  it('follow str.format: fields, and doubled braces as braces', () => {
    expect(templateParts('a {{b}} {c}{d}.')).toEqual([
      { literal: 'a {b} ' },
      { field: 'c' },
      { field: 'd' },
      { literal: '.' },
    ])
  })

  it('are filled once: what a value holds is not read again', () => {
    expect(fillTemplate('<{a}|{b}>', { a: '{b} $&', b: '{a}' })).toBe('<{b} $&|{a}>')
  })

  it('name a field that has no value', () => {
    expect(() => fillTemplate('{nothing}', {})).toThrow(/\{nothing\}/)
  })
})
