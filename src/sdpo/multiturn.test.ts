/** Beside the reference's own cases (experiments/conformance). */
import { describe, expect, it } from 'vitest'
import { MultiTurn } from './multiturn.ts'

describe('multi-turn', () => {
  it('keeps the latest pieces of feedback only', () => {
    const conversation = new MultiTurn({
      question: 'q',
      template: 'feedback_only',
      window: 2,
      fits: () => true,
    })
    for (const feedback of ['one', 'two', 'three']) conversation.add({ response: '', feedback })
    expect(conversation.messages()[0]!.content).toMatch(/attempt:\n\ntwo\n\nthree\n\nCorrectly/)
  })

  it('asks the bare question when no feedback fits', () => {
    const conversation = new MultiTurn({
      question: 'q',
      template: 'feedback_only',
      fits: (m) => m[0]!.content.length < 10,
    })
    conversation.add({ response: '', feedback: 'long feedback' })
    expect(conversation.messages()).toEqual([{ role: 'user', content: 'q' }])
  })
})
