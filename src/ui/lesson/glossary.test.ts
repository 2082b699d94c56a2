import { describe, expect, it } from 'vitest'
import { glossary, withTerms } from './glossary.ts'

describe('terms in a lesson', () => {
  it('are explained where they first stand, and once', () => {
    const explained = new Set<string>()
    const marked = (text: string) =>
      withTerms(text, explained).flatMap(({ term }) => (term === null ? [] : [term]))
    expect(marked('GRPO scores every token zero, and GRPO gives all tokens one number.')).toEqual([
      'GRPO',
      'token',
    ])
    expect(marked('GRPO again; 0.33 nats a token.')).toEqual(['nats'])
  })

  it('leave the text as it was', () => {
    for (const text of ['', 'No term here.', 'The KL to the start, in nats', ...Object.values(glossary)])
      expect(
        withTerms(text, new Set())
          .map((piece) => piece.text)
          .join(''),
      ).toBe(text)
  })

  it('are whole words', () => {
    expect(withTerms('SDPO-like KLs and tokenizers', new Set()).every(({ term }) => term === null)).toBe(true)
  })
})
