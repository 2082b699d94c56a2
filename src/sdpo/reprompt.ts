/**
 * What the self-teacher reads: the question again, with what hindsight knows of it. After lasgroup/SDPO
 * `RayPPOTrainer._collect_feedback`, `_get_solution` and `_maybe_build_self_distillation_batch`.
 * A reprompt is kept as pieces, so that a person can see, hide and edit each part; joined they are the text.
 */
import type { RepromptConfig } from './config.ts'
import type { PromptPiece } from './events.ts'
import { cutMiddle } from './fit.ts'
import { fillOne, templateParts, templateSets } from './templates.ts'
import type { Templates } from './templates.ts'

/** One judged attempt. */
export interface RepromptSample {
  /** Attempts at one question share a group. */
  group: string
  /** The question, as the last user turn states it. */
  prompt: string
  response: string
  /** Sequence reward. */
  score: number
  feedback: string | null
}

export interface RepromptOptions extends Omit<RepromptConfig, 'templates' | 'maxTokens'> {
  templates: Templates
  /** Attempts that passed are not read by a teacher: SRPO leaves them to the policy gradient. Absent: they are. */
  failuresOnly?: boolean
  /** Does a teacher's text of this wording fit the window? Absent: no limit. */
  fits?: (text: string) => boolean
}

export interface Reprompt {
  /** Concatenated: the text of the teacher's user turn. With mask 0 the question alone. */
  pieces: PromptPiece[]
  /** 0: neither solution nor feedback, the attempt teaches nothing. */
  mask: 0 | 1
  /** Index of the sample whose response is the solution section. */
  solutionFrom?: number
}

/** The reference's five logged fractions (`self_distillation/...`). */
export interface RepromptMetrics {
  successGroupFraction: number
  successSampleFraction: number
  feedbackAvailableFraction: number
  feedbackUsedFraction: number
  repromptSampleFraction: number
}

/** Python's `str.isspace`, which differs from JavaScript's `\s` in U+001C-001F, U+0085 and U+FEFF. */
const space = '[\\t-\\r\\x1c-\\x20\\x85\\xa0\\u1680\\u2000-\\u200a\\u2028\\u2029\\u202f\\u205f\\u3000]'
const blank = new RegExp(`^${space}*$`)
const spaceAfter = new RegExp(`${space}*`, 'y')

/**
 * Cuts `<think>...</think>` and the space after it; an unclosed tag stays, as in the reference's
 * `_remove_thinking_trace`. Where the chat template opened the thinking (DeepSeek-R1's does), the response
 * holds its end alone: what stands before it is thinking too. The reference leaves that in.
 * Time is linear in the length, whatever the text.
 */
export function removeThinking(text: string): string {
  const [open, close] = ['<think>', '</think>']
  let kept = ''
  let at = 0
  let begin = text.indexOf(open)
  for (let end = text.indexOf(close); end >= 0; end = text.indexOf(close, at)) {
    if (begin >= 0 && begin < at) begin = text.indexOf(open, at)
    if (begin >= 0 && begin < end) kept += text.slice(at, begin)
    else if (at > 0) kept += text.slice(at, end + close.length)
    spaceAfter.lastIndex = end + close.length
    at = spaceAfter.lastIndex + (spaceAfter.exec(text)?.[0].length ?? 0)
  }
  return kept + text.slice(at)
}

/** The text of a prompt given as pieces. */
export const piecesText = (pieces: readonly PromptPiece[]): string =>
  pieces.map((piece) => piece.text).join('')

/** A run's settings with their templates. Under the lab's own an attempt counts as a solution only when it passed: half a reward is not correct. */
export function repromptOptions(config: RepromptConfig, fits?: (text: string) => boolean): RepromptOptions {
  const { templates, successThreshold } = config
  return {
    ...config,
    templates: templateSets[templates],
    successThreshold: templates === 'lab' ? Math.max(1, successThreshold) : successThreshold,
    ...(fits && { fits }),
  }
}

/** Reprompts of a batch of attempts, possibly at several questions; one entry a sample, in order. */
export function buildReprompts(
  samples: readonly RepromptSample[],
  options: RepromptOptions,
): { reprompts: Reprompt[]; metrics: RepromptMetrics } {
  const successes = new Map<string, number[]>()
  samples.forEach((sample, index) => {
    const list = successes.get(sample.group) ?? []
    if (sample.score >= options.successThreshold) list.push(index)
    successes.set(sample.group, list)
  })
  let [available, used, solved] = [0, 0, 0]
  const reprompts = samples.map((sample, index): Reprompt => {
    if (options.failuresOnly && sample.score >= options.successThreshold)
      return { pieces: [{ kind: 'question', text: sample.prompt }], mask: 0 }
    const hasFeedback = options.includeFeedback && sample.feedback !== null && !blank.test(sample.feedback)
    const solutionFrom = solutionIndex(index, successes.get(sample.group)!, options)
    const useFeedback = hasFeedback && (!options.feedbackOnlyWithoutSolution || solutionFrom === undefined)
    if (hasFeedback) available++
    if (useFeedback) used++
    if (solutionFrom !== undefined) solved++
    if (!useFeedback && solutionFrom === undefined)
      return { pieces: [{ kind: 'question', text: sample.prompt }], mask: 0 }
    const solution = solutionFrom === undefined ? null : samples[solutionFrom]!.response
    return {
      pieces: fitted(
        {
          question: sample.prompt,
          solution:
            solution !== null && options.removeThinkingFromDemonstration
              ? removeThinking(solution)
              : solution,
          feedback: useFeedback ? sample.feedback : null,
          successful: sample.score >= options.successThreshold,
        },
        options,
      ),
      mask: 1,
      ...(solutionFrom !== undefined && { solutionFrom }),
    }
  })
  const groups = [...successes.values()]
  return {
    reprompts,
    metrics: {
      successGroupFraction: groups.filter((list) => list.length > 0).length / groups.length,
      successSampleFraction: solved / samples.length,
      feedbackAvailableFraction: available / samples.length,
      feedbackUsedFraction: used / samples.length,
      repromptSampleFraction: reprompts.filter((reprompt) => reprompt.mask === 1).length / samples.length,
    },
  }
}

/**
 * The sample whose response sample `index` is shown: its group's first success, its own left out where the flag says so.
 * After lasgroup/SDPO `_get_solution`. Undefined where no success is left.
 */
function solutionIndex(
  index: number,
  successes: readonly number[],
  { dontRepromptOnSelfSuccess }: RepromptOptions,
): number | undefined {
  return successes.find((success) => !dontRepromptOnSelfSuccess || success !== index)
}

interface Contents {
  question: string
  solution: string | null
  feedback: string | null
  successful: boolean
}

/** Within the window: the middle of the feedback goes first, then of the solution, then of the question; headings and closing line stay. */
function fitted(contents: Contents, options: RepromptOptions): PromptPiece[] {
  const { fits } = options
  let kept = contents
  const fitsAs = (next: Contents) => fits!(piecesText(compose(next, options.templates)))
  if (!fits || fitsAs(kept)) return compose(kept, options.templates)
  for (const part of ['feedback', 'solution', 'question'] as const) {
    const whole = kept[part]
    if (whole === null) continue
    const before = kept
    kept = { ...before, [part]: cutMiddle(whole, (text) => fitsAs({ ...before, [part]: text })) }
    if (fitsAs(kept)) break
  }
  return compose(kept, options.templates)
}

const nothing = { text: '' }

function compose(
  { question, solution, feedback, successful }: Contents,
  templates: Templates,
): PromptPiece[] {
  const feedbackTemplate = (successful ? templates.feedbackOnSuccess : undefined) ?? templates.feedback
  const fields: Record<string, PromptPiece> = {
    prompt: { kind: 'question', text: question },
    solution: {
      kind: 'solution',
      ...(solution === null ? nothing : fillOne(templates.solution, 'successful_previous_attempt', solution)),
    },
    feedback: {
      kind: 'feedback',
      ...(feedback === null ? nothing : fillOne(feedbackTemplate, 'feedback_raw', feedback)),
    },
  }
  const parts = templateParts(templates.reprompt)
  const lastField = parts.findLastIndex((part) => 'field' in part)
  return parts
    .map((part, index): PromptPiece => {
      if ('literal' in part) return { kind: index > lastField ? 'closing' : 'question', text: part.literal }
      const piece = fields[part.field]
      if (!piece)
        throw new Error(
          `The reprompt template names {${part.field}}; its fields are {prompt}, {solution} and {feedback}.`,
        )
      return piece
    })
    .filter((piece) => piece.text !== '')
}
