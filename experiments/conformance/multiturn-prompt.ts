/** Section `multiturn_prompt`: the multi-turn baseline's conversations under a budget of words. */
import type { ChatMessage } from '../../src/lm/tokenizer.ts'
import { MultiTurn } from '../../src/sdpo/multiturn.ts'
import type { MultiTurnTemplate } from '../../src/sdpo/multiturn.ts'
import type { Section } from './report.ts'

interface MultiTurnCase {
  id: string
  question: string
  feedback_per_turn: string[]
  response_per_turn: string[]
  template: MultiTurnTemplate
  max_context_len: number
  expect: { messages_per_turn: ChatMessage[][] }
}

export async function multiturnPrompt(cases: MultiTurnCase[], section: Section): Promise<void> {
  for (const c of cases) {
    await section.case(c.id, (check) => {
      const conversation = new MultiTurn({
        question: c.question,
        template: c.template,
        fits: (messages) => words(messages) <= c.max_context_len,
      })
      c.expect.messages_per_turn.forEach((messages, turn) => {
        check.equal(`turn ${turn}`, conversation.messages(), messages)
        conversation.add({
          response: c.response_per_turn[turn] ?? '',
          feedback: c.feedback_per_turn[turn] ?? '',
        })
      })
    })
  }
}

/** Words of the vectors' serialisation as Python's `str.split` counts them: U+001C to U+001F are spaces to it. */
function words(messages: readonly ChatMessage[]): number {
  const serialised = messages.map(({ role, content }) => `${role}\x1f${content}`).join('\x1e')
  return serialised
    .split(/[\t-\r\x1c-\x20\x85\xa0\u1680\u2000-\u200a\u2028\u2029\u202f\u205f\u3000]+/)
    .filter(Boolean).length
}
