/** What the self-teacher reads of a failed attempt, where measures tell it what they like: the attempt's feedback, another's, or a solution beside it. */
import type { LanguageModel } from '../../src/lm/model.ts'
import type { RunConfig } from '../../src/sdpo/config.ts'
import { buildReprompts, piecesText, repromptOptions } from '../../src/sdpo/reprompt.ts'

export interface Hindsight {
  /** What the student was asked. */
  question: string
  /** The failed attempt. */
  text: string
  feedback: string
  /** Shown as another attempt that passed; absent: none is. */
  solution?: string | undefined
}

/** Token ids, in the chat template. */
export function teacherPrompt(
  tokenizer: LanguageModel['tokenizer'],
  { question, text, feedback, solution }: Hindsight,
  { reprompt }: Pick<RunConfig, 'reprompt'>,
): number[] {
  const attempt = { group: question, prompt: question, response: text, score: 0, feedback }
  const passed = solution === undefined ? [] : [{ ...attempt, response: solution, score: 1, feedback: null }]
  const { reprompts } = buildReprompts([attempt, ...passed], repromptOptions(reprompt))
  return tokenizer.encodeChat([{ role: 'user', content: piecesText(reprompts[0]!.pieces) }])
}
