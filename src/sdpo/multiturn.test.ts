import { describe, expect, it } from 'vitest'
import type { ChatMessage } from '../lm/tokenizer.ts'
import { MultiTurn } from './multiturn.ts'
import type { MultiTurnTemplate } from './multiturn.ts'
import { referenceSection } from './reference.testing.ts'

interface VectorCase {
  id: string
  question: string
  feedback_per_turn: string[]
  response_per_turn: string[]
  template: MultiTurnTemplate
  max_context_len: number
  expect: { messages_per_turn: ChatMessage[][] }
}

/** Whitespace words as Python's split counts them, in which U+001E and U+001F are spaces. */
const words = (messages: readonly ChatMessage[]) =>
  messages.map((m) => `${m.role}\x1f${m.content}`).join('\x1e').split(/[\s\x1e\x1f]+/).filter(Boolean).length

describe('multi-turn', () => {
  it.each(referenceSection<VectorCase[]>('multiturn_prompt').map((c) => [c.id, c] as const))('%s', (_, c) => {
    const conversation = new MultiTurn({ question: c.question, template: c.template, fits: (m) => words(m) <= c.max_context_len })
    c.expect.messages_per_turn.forEach((messages, turn) => {
      expect(conversation.messages()).toEqual(messages)
      conversation.add({ response: c.response_per_turn[turn]!, feedback: c.feedback_per_turn[turn]! })
    })
  })

  it('keeps the latest pieces of feedback only', () => {
    const conversation = new MultiTurn({ question: 'q', template: 'feedback_only', window: 2, fits: () => true })
    for (const feedback of ['one', 'two', 'three']) conversation.add({ response: '', feedback })
    expect(conversation.messages()[0]!.content).toMatch(/attempt:\n\ntwo\n\nthree\n\nCorrectly/)
  })

  it('asks the bare question when no feedback fits', () => {
    const conversation = new MultiTurn({ question: 'q', template: 'feedback_only', fits: (m) => m[0]!.content.length < 10 })
    conversation.add({ response: '', feedback: 'long feedback' })
    expect(conversation.messages()).toEqual([{ role: 'user', content: 'q' }])
  })
})
