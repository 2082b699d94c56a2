/** What the self-teacher of each attempt of a group reads, as a run's settings and the model's window have it. */
import type { Verdict } from '../verify/verdict.ts'
import { lossTermsOf } from './arms.ts'
import { buildReprompts, repromptOptions, type Reprompt } from './reprompt.ts'
import type { RunState } from './run-state.ts'

/** A judged attempt. */
export interface Judged {
  text: string
  tokens: readonly number[]
  verdict: Verdict
}

/** One reprompt an attempt, in order; `solutionFrom` is a place in the group. */
export function groupReprompts(
  { parts, config, readers, question }: RunState,
  group: readonly Judged[],
): Reprompt[] {
  const { problem, model } = parts
  const longest = Math.max(...group.map(({ tokens }) => tokens.length))
  const limit = Math.min(config.reprompt.maxTokens, model.config.maxPositions - longest)
  return buildReprompts(
    group.map(({ text, verdict }) => ({
      group: problem.id,
      prompt: question,
      response: text,
      score: verdict.reward,
      feedback: verdict.feedback,
    })),
    {
      ...repromptOptions(config.reprompt, (text) => readers.chatTokens(text).length <= limit),
      failuresOnly: lossTermsOf(config).kind === 'routed',
    },
  ).reprompts
}
