import { describe, expect, it } from 'vitest'
import { masteryWindow, stopReason } from './stop.ts'

const fails = (n: number) => Array<boolean>(n).fill(false)

describe('stop rules', () => {
  it('solve at the first pass, or at the end of the budget', () => {
    expect(stopReason({ stop: 'first-pass', budget: 8 }, [false, true])).toBe('solved')
    expect(stopReason({ stop: 'first-pass', budget: 8 }, fails(7))).toBeNull()
    expect(stopReason({ stop: 'first-pass', budget: 8 }, fails(8))).toBe('budget')
    expect(stopReason({ stop: 'budget', budget: 8 }, [true])).toBeNull()
  })

  it('master when half of a full window passes', () => {
    const half = Array.from({ length: masteryWindow }, (_, i) => i % 2 === 0)
    expect(stopReason({ stop: 'mastered', budget: 999 }, half)).toBe('mastered')
    expect(stopReason({ stop: 'mastered', budget: 999 }, half.slice(1))).toBeNull()
    expect(stopReason({ stop: 'mastered', budget: 999 }, [...half.slice(1), false])).toBeNull()
    expect(stopReason({ stop: 'mastered', budget: 999 }, [...Array<boolean>(masteryWindow).fill(true), ...fails(17)])).toBeNull()
  })
})
