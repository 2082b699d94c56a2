import { describe, expect, it } from 'vitest'
import { masteryWindow, plateauWindow, shareOf, stopReason } from './stop.ts'

const fails = (n: number) => Array<number>(n).fill(0)

describe('stop rules', () => {
  it('solve at the first pass, or at the end of the budget', () => {
    expect(stopReason({ stop: 'first-pass', budget: 8 }, [0, 1])).toBe('solved')
    expect(stopReason({ stop: 'first-pass', budget: 8 }, fails(7))).toBeNull()
    expect(stopReason({ stop: 'first-pass', budget: 8 }, fails(8))).toBe('budget')
    expect(stopReason({ stop: 'budget', budget: 8 }, [1])).toBeNull()
  })

  it('master when half of a full window passes', () => {
    const half = Array.from({ length: masteryWindow }, (_, i) => (i + 1) % 2)
    expect(stopReason({ stop: 'mastered', budget: 999 }, half)).toBe('mastered')
    expect(stopReason({ stop: 'mastered', budget: 999 }, half.slice(1))).toBeNull()
    expect(stopReason({ stop: 'mastered', budget: 999 }, [...half.slice(1), 0])).toBeNull()
    expect(
      stopReason({ stop: 'mastered', budget: 999 }, [...Array<number>(masteryWindow).fill(1), ...fails(17)]),
    ).toBeNull()
  })

  it('end on a plateau when none of a full window is better than the best before it', () => {
    const rule = { stop: 'plateau' as const, budget: 999 }
    const flat = (n: number) => Array<number>(n).fill(0.5)
    expect(stopReason(rule, [...fails(3), 0.5, ...flat(plateauWindow)])).toBe('plateau')
    expect(stopReason(rule, [...fails(3), 0.5, ...flat(plateauWindow - 1)])).toBeNull()
    expect(stopReason(rule, [...fails(3), 0.5, ...flat(plateauWindow - 1), 0.75])).toBeNull()
    expect(stopReason(rule, fails(plateauWindow))).toBeNull()
    expect(stopReason(rule, fails(plateauWindow + 1))).toBe('plateau')
    expect(stopReason({ stop: 'plateau', budget: 8 }, fails(8))).toBe('budget')
  })

  it('take a pass for what the judge rewards in full', () => {
    expect(shareOf({ reward: 1, passedTests: 0, totalTests: 0 })).toBe(1)
    expect(shareOf({ reward: 0, passedTests: 3, totalTests: 4 })).toBe(0.75)
    expect(shareOf({ reward: 0, passedTests: 4, totalTests: 4 })).toBeLessThan(1)
  })
})
