/**
 * The prompts that the bundled model was trained on: the question alone, with feedback, with a solution.
 * Texts are those of lasgroup/SDPO's yaml templates (reprompt) and its multi-turn baseline; the method's own
 * reprompt builder makes the same strings for a run, which a test holds.
 */
import { encode } from './encode.ts'
import { headers, idOf, specialTokens } from './vocabulary.ts'

/** What hindsight adds to a question. Several pieces of feedback come oldest first. */
export interface Hindsight {
  solution?: string
  feedback?: readonly string[]
}

/** The user turn. One piece of feedback: the reprompt. Several: the multi-turn prompt, which sets feedback off by one more line. */
export function userText(question: string, { solution, feedback = [] }: Hindsight = {}): string {
  if (solution === undefined && feedback.length === 0) return question
  const solutionText = solution === undefined ? '' : `\n${headers.solution}\n\n${solution}`
  const feedbackText =
    feedback.length === 0
      ? ''
      : `${feedback.length > 1 ? '\n\n' : '\n'}${headers.feedback}\n\n${feedback.join('\n\n')}`
  return `${question}${solutionText}${feedbackText}\n\n${headers.closing}`
}

const bosId = idOf(specialTokens.bos)
const answerId = idOf(specialTokens.answer)
const endId = idOf(specialTokens.eos)

/** Token ids of the whole prompt: start, user turn, answer mark. What the chat template renders. */
export function promptIds(question: string, hindsight: Hindsight = {}): number[] {
  return [bosId, ...encode(userText(question, hindsight)), answerId]
}

/** Token ids of a response, end token included. */
export function responseIds(code: string): number[] {
  return [...encode(code), endId]
}
