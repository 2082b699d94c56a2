import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { axisEnd } from './axis.ts'
import { barHeight, sideOf, tint } from './credit.ts'
import { compact, figure } from './format.ts'
import { numbersShown, stripSize } from './strip.ts'
import { columnAt, markOffset, timelineShape, timelineTicks } from './timeline.ts'

describe('numbers in print', () => {
  it('shortens counts', () => {
    expect([855_936, 1_100_000, 135_000_000].map(compact)).toEqual(['856\u00a0k', '1.1\u00a0M', '135\u00a0M'])
  })
  it('prints signals in about three figures', () => {
    expect([0.26, 1.213, 31.44, 0.0042, -0.0042, 0.00003].map(figure)).toEqual([
      '0.26',
      '1.21',
      '31.4',
      '0.0042',
      '\u22120.0042',
      '0',
    ])
  })
})

describe('bars of a position', () => {
  it('share an axis that ends at the next fifth', () => {
    expect(
      axisEnd([
        { id: 4, sampled: true, student: 0.71, teacher: 0.14, after: 0.6 },
        { id: 9, sampled: false, student: 0.16, teacher: 0.74, after: null },
      ]),
    ).toBeCloseTo(0.8, 12)
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
    expect(barHeight(0.25, 0.25, 56)).toBe(28)
  })
  it('shows a small credit beside a large one: heights are as the square roots', () => {
    expect(barHeight(-2, 8, 56)).toBe(28)
    expect(barHeight(0.08, 8, 56)).toBeCloseTo(5.6, 10)
  })
})

describe('timeline', () => {
  it('finds the column it drew, for any size', () => {
    fc.assert(
      fc.property(
        fc.integer({ min: 200, max: 1600 }),
        fc.integer({ min: 1, max: 200 }),
        fc.integer({ min: 1, max: 64 }),
        (width, columns, group) => {
          const shape = timelineShape(width, columns, group)
          for (const column of [1, Math.ceil(columns / 2), columns])
            expect(columnAt(shape, (column - 0.5) * shape.pitch)).toBe(column)
          for (let i = 0; i < group; i++) expect(markOffset(shape, group, i).y).toBeLessThan(0)
        },
      ),
    )
  })
  it('gives eight attempts two columns of four dots where there is room', () => {
    expect(timelineShape(715, 24, 8)).toMatchObject({ across: 2, high: 4, gap: 7, mark: 4 })
  })
  it('always labels the playhead and never crowds it', () => {
    fc.assert(
      fc.property(
        fc.integer({ min: 1, max: 200 }),
        fc.integer({ min: 3, max: 60 }),
        fc.integer({ min: 1, max: 200 }),
        (columns, pitch, at) => {
          const current = Math.min(at, columns)
          const ticks = timelineTicks(columns, pitch, current)
          expect(ticks).toContain(current)
          for (const tick of ticks)
            if (tick !== current) expect(Math.abs(tick - current) * pitch).toBeGreaterThanOrEqual(24)
        },
      ),
    )
  })
})

describe('the strip', () => {
  it('takes one line where three quarters of the size allow it', () => {
    expect(stripSize([2, 3, 4], 660, 24)).toMatchObject({ size: 24, rows: 1 })
    const squeezed = stripSize(
      Array.from({ length: 20 }, () => 2),
      660,
      24,
    )
    expect(squeezed.rows).toBe(1)
    expect(squeezed.size).toBeLessThan(24)
    expect(stripSize([17, 17, 17, 17, 17], 700, 24).rows).toBe(2)
  })
  it('never draws a line wider than its place, unless one token alone is', () => {
    fc.assert(
      fc.property(
        fc.array(fc.integer({ min: 1, max: 18 }), { minLength: 1, maxLength: 40 }),
        fc.integer({ min: 320, max: 1200 }),
        (letters, width) => {
          const { rows, widths } = stripSize(letters, width, 24)
          expect(rows).toBeGreaterThanOrEqual(
            Math.ceil(Math.max(1, widths.reduce((sum, w) => sum + w, 0) / Math.max(width, ...widths)) - 1e-9),
          )
        },
      ),
    )
  })
})

describe('numbers of a strip', () => {
  const number = (credit: number, width = 30, height = 4) => ({ credit, width, height, wanted: true })
  it('leave out the quieter of two that would stand over one another', () => {
    expect(numbersShown([number(-0.5), number(-1.98, 30, 12)], 11)).toEqual([false, true])
    expect(numbersShown([number(0.5), number(0.5), number(0.5)], 11)).toEqual([true, false, true])
    expect(numbersShown([number(0.5), number(0.5)], 7)).toEqual([true, false])
  })
  it('keep those on other sides, far apart, or at the ends of unlike bars', () => {
    expect(numbersShown([number(-0.5), number(0.5)], 11)).toEqual([true, true])
    expect(numbersShown([number(-0.5, 90), number(-0.6, 90)], 11)).toEqual([true, true])
    expect(numbersShown([number(-0.5), number(-8, 30, 60)], 11)).toEqual([true, true])
  })
})
