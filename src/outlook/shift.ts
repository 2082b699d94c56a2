/**
 * Whether a problem's feedback carries information for a model: by how much the log-odds of an answer move when
 * the same model reads the feedback on its own attempt, beside feedback on another problem. The self-teacher of
 * an untouched run has the base weights (METHOD: same weights, another prompt), so nothing needs to be trained.
 */
import type { LanguageModel } from '../lm/model.ts'
import type { RunConfig } from '../sdpo/config.ts'
import { rowAt } from '../sdpo/picture.ts'
import { buildReprompts, piecesText, repromptOptions } from '../sdpo/reprompt.ts'
import { controlFeedback } from './controls.ts'
import type { Shift, UntouchedSample } from './measured.ts'
import type { Problem } from '../problems/problem.ts'

/** Failed attempts whose feedback is read at most. */
const mostPieces = 4

export interface ShiftParts {
  model: LanguageModel
  problem: Problem
  config: Pick<RunConfig, 'reprompt' | 'temperature'>
  /** What the student reads. */
  question: string
  /** A right answer; null where none is known, and the attempts' own tokens are read instead. */
  right: string | null
  samples: readonly UntouchedSample[]
}

/** Log-odds in nats of something with log-probability `logP`; kept finite where it is certain. */
function logOdds(logP: number): number {
  const p = Math.exp(logP)
  return logP - Math.log(Math.max(1 - p, 1e-9))
}

/** Null where no attempt failed with words to it, or this arm's teacher is told none. */
export async function measureShift(parts: ShiftParts): Promise<Shift | null> {
  const { model, problem, config, question, right, samples } = parts
  if (!config.reprompt.includeFeedback) return null
  const told = distinct(samples.filter(({ verdict }) => verdict.reward < 1 && verdict.feedback.trim() !== ''))
  const read = told.slice(0, mostPieces)
  if (read.length === 0) return null
  const { tokenizer } = model
  const chat = (content: string) => tokenizer.encodeChat([{ role: 'user', content }])
  const controls = controlFeedback(problem)
  const rows = read.map(({ text, verdict }, i) => {
    const response = tokenizer.encode(right ?? text)
    const reprompt = (feedback: string) => chat(reread(parts, text, feedback))
    return { response, own: reprompt(verdict.feedback), control: reprompt(controls[i % 2]!) }
  })
  const logProb = async (prompt: readonly number[], response: readonly number[]) => {
    const [scored] = await model.score(null, [{ prompt, response }], config.temperature)
    return response.reduce((sum, token, t) => sum + rowAt(scored!, t)[token]!, 0)
  }
  const asked = chat(question)
  const sign = right === null ? -1 : 1
  let [own, control] = [0, 0]
  for (const row of rows) {
    const room = model.config.maxPositions - row.response.length
    if (row.response.length === 0 || Math.max(asked.length, row.own.length, row.control.length) > room)
      return null
    const before = logOdds(await logProb(asked, row.response))
    own += sign * (logOdds(await logProb(row.own, row.response)) - before)
    control += sign * (logOdds(await logProb(row.control, row.response)) - before)
  }
  return {
    of: right === null ? 'failed' : 'right',
    own: own / rows.length,
    control: control / rows.length,
    pieces: rows.length,
  }
}

/** What the teacher reads of an attempt, whatever was said of it. */
function reread(
  { model, problem, config, question }: ShiftParts,
  response: string,
  feedback: string,
): string {
  const { reprompts } = buildReprompts(
    [{ group: problem.id, prompt: question, response, score: 0, feedback }],
    repromptOptions(
      config.reprompt,
      (text) =>
        model.tokenizer.encodeChat([{ role: 'user', content: text }]).length <= config.reprompt.maxTokens,
    ),
  )
  return piecesText(reprompts[0]!.pieces)
}

/** One of each piece of feedback, in order. */
function distinct(samples: readonly UntouchedSample[]): UntouchedSample[] {
  const seen = new Set<string>()
  return samples.filter(({ verdict: { feedback } }) => !seen.has(feedback) && seen.add(feedback))
}
