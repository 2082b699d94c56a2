import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { axisEnd, barRows } from './candidates.ts'
import { barHeight, sideOf, tint } from './credit.ts'
import { figure, fixed, percent, signed } from './format.ts'
import { columnAt, markOffset, timelineShape, timelineTicks } from './timeline.ts'
import { tokenText } from './token.ts'
import { certainty, likelihood, opinions } from './words.ts'

const position = {
  ids: [4, 9, 2],
  student: [0.71, 0.16, 0.05].map(Math.log),
  teacher: [0.14, 0.74, 0.02].map(Math.log),
  divergence: 0.95,
  studentEntropy: 0.99,
  teacherEntropy: 0.94,
}

describe('numbers in print', () => {
  it('uses a real minus and never prints a signed nothing', () => {
    expect(signed(-1.634)).toBe('\u22121.63')
    expect(signed(0.58)).toBe('+0.58')
    expect(signed(-0.001)).toBe('0')
    expect(fixed(-0.004)).toBe('0.00')
  })
  it('keeps the order of small probabilities', () => {
    expect([0.71, 0.034, 0.003, 0.0001, 0].map(percent)).toEqual(['71\u00a0%', '3\u00a0%', '0.3\u00a0%', '<0.1\u00a0%', '0\u00a0%'])
  })
  it('prints signals in three figures', () => {
    expect([0.26, 1.213, 31.44, 0.0042, 0.00003].map(figure)).toEqual(['0.26', '1.21', '31.4', '0.0042', '3e\u22125'])
  })
})

describe('bars of a position', () => {
  it('put the sampled token first and the rest of the mass last, and sum to one', () => {
    const rows = barRows(position, null)
    expect(rows[0]).toMatchObject({ id: 4, sampled: true })
    expect(rows.at(-1)!.id).toBeNull()
    for (const side of ['student', 'teacher'] as const) expect(rows.reduce((sum, row) => sum + row[side], 0)).toBeCloseTo(1, 12)
  })
  it('count candidates beyond the limit among the others', () => {
    const rows = barRows(position, position.teacher, 1)
    expect(rows).toHaveLength(2)
    expect(rows[1]!.student).toBeCloseTo(0.29, 12)
    expect(rows[1]!.after).toBeCloseTo(0.86, 12)
  })
  it('share an axis that ends at the next fifth', () => {
    expect(axisEnd(barRows(position, null))).toBeCloseTo(0.8, 12)
    expect(axisEnd([{ id: 1, sampled: true, student: 1, teacher: 0.99, after: null }])).toBe(1)
  })
})

describe('credit', () => {
  it('has a side from .03 on and a tint that grows to full at 1.7', () => {
    expect([0.029, 0.03, -0.03].map(sideOf)).toEqual(['none', 'up', 'down'])
    expect(tint(0.02)).toBe(0)
    expect(tint(-1.7)).toBe(1)
    expect(tint(5)).toBe(1)
  })
  it('shares one scale within an attempt and does not blow up a quiet one', () => {
    expect(barHeight(-4, 4, 56)).toBe(56)
    expect(barHeight(0.5, 0.5, 56)).toBe(28)
  })
})

describe('words', () => {
  it('names a ratio', () => {
    expect(likelihood(-1.63)).toBe('5.1 times less likely')
    expect(likelihood(0.01)).toBe('about as likely')
    expect(likelihood(Math.log(2))).toBe('2 times more likely')
  })
  it('names certainty by entropy', () => {
    expect([0.34, 0.35, 1.04, 1.05].map(certainty)).toEqual(['nearly certain', 'fairly sure', 'fairly sure', 'unsure'])
    expect(opinions(position)).toBe('Both readers are fairly sure, of different tokens')
  })
})

describe('a token as read', () => {
  it('shows ends, spaces and line ends', () => {
    expect(tokenText('<|im_end|>')).toMatchObject({ shown: 'end', special: true })
    expect(tokenText('</s>').shown).toBe('end')
    expect(tokenText(' x').bare).toBe('x')
    expect(tokenText('\n').shown).toBe('⏎')
    expect(tokenText('  ').shown).toBe('␣␣')
    expect(tokenText('<').special).toBe(false)
    expect(tokenText('[0]').special).toBe(false)
  })
})

describe('timeline', () => {
  it('finds the column it drew, for any size', () => {
    fc.assert(
      fc.property(fc.integer({ min: 200, max: 1600 }), fc.integer({ min: 1, max: 200 }), fc.integer({ min: 1, max: 64 }), (width, columns, group) => {
        const shape = timelineShape(width, columns, group)
        for (const column of [1, Math.ceil(columns / 2), columns]) expect(columnAt(shape, (column - 0.5) * shape.pitch)).toBe(column)
        for (let i = 0; i < group; i++) expect(markOffset(shape, group, i).y).toBeLessThan(0)
      }),
    )
  })
  it('gives eight attempts two columns of four dots where there is room', () => {
    expect(timelineShape(715, 24, 8)).toMatchObject({ across: 2, high: 4, gap: 7, mark: 4 })
  })
  it('always labels the playhead and never crowds it', () => {
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 200 }), fc.integer({ min: 3, max: 60 }), fc.integer({ min: 1, max: 200 }), (columns, pitch, at) => {
        const current = Math.min(at, columns)
        const ticks = timelineTicks(columns, pitch, current)
        expect(ticks).toContain(current)
        for (const tick of ticks) if (tick !== current) expect(Math.abs(tick - current) * pitch).toBeGreaterThanOrEqual(24)
      }),
    )
  })
})
