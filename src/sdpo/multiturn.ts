/**
 * The multi-turn baseline: no weights change, the question is asked again with all feedback so far in
 * context. After lasgroup/SDPO baseline_multiturn/multiturn.py (`_build_prompt`, `run_question`), with
 * a window of the n latest pieces of feedback beside its token budget.
 */
import type { ChatMessage } from '../lm/tokenizer.ts'
import type { PromptPiece } from './events.ts'
import { piecesText } from './reprompt.ts'

export type MultiTurnTemplate = 'feedback_only' | 'attempt_and_feedback'

const prefix = 'The following is feedback from your unsuccessful earlier attempt:\n\n'
const suffix = '\n\nCorrectly solve the original question.'

export interface Turn {
  response: string
  feedback: string
}

/** The 'feedback_only' prompt as pieces. */
export function multiTurnPieces(question: string, turns: readonly Turn[]): PromptPiece[] {
  if (turns.length === 0) return [{ kind: 'question', text: question }]
  const heading = `\n\n${prefix}`
  const text = `${heading}${turns.map((turn) => turn.feedback).join('\n\n')}`
  return [
    { kind: 'question', text: question },
    { kind: 'feedback', text, words: [heading.length, text.length] },
    { kind: 'closing', text: suffix },
  ]
}

/** The conversation that asks for the next attempt. */
export function multiTurnMessages(
  question: string,
  turns: readonly Turn[],
  template: MultiTurnTemplate,
): ChatMessage[] {
  if (turns.length === 0) return [{ role: 'user', content: question }]
  switch (template) {
    case 'feedback_only':
      return [{ role: 'user', content: piecesText(multiTurnPieces(question, turns)) }]
    case 'attempt_and_feedback':
      return [
        { role: 'user', content: question },
        ...turns.flatMap((turn): ChatMessage[] => [
          { role: 'assistant', content: turn.response },
          { role: 'user', content: `${prefix}${turn.feedback}${suffix}` },
        ]),
      ]
    default:
      return template satisfies never
  }
}

export interface MultiTurnOptions {
  question: string
  template: MultiTurnTemplate
  /** How many of the latest turns are kept; absent: all that fit. */
  window?: number
  /** Does this conversation fit the context? */
  fits: (messages: readonly ChatMessage[]) => boolean
}

/** The memory of one conversation: the oldest turns are dropped until the prompt fits, and never return. */
export class MultiTurn {
  private turns: Turn[] = []

  constructor(private readonly options: MultiTurnOptions) {}

  add(turn: Turn): void {
    this.turns.push(turn)
  }

  /** The turns that the last `messages()` kept, oldest first. */
  get remembered(): readonly Turn[] {
    return this.turns
  }

  /** What the next attempt reads. */
  messages(): ChatMessage[] {
    const { question, template, window, fits } = this.options
    if (window !== undefined && this.turns.length > window) this.turns = this.turns.slice(-window)
    let messages = multiTurnMessages(question, this.turns, template)
    while (this.turns.length > 0 && !fits(messages)) {
      this.turns.shift()
      messages = multiTurnMessages(question, this.turns, template)
    }
    return messages
  }
}
