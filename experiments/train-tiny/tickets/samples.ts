/**
 * Training and evaluation data of the bundled model: problem to program, with and without hindsight, in the
 * mixture that teaches a small model to use it. Failed attempts are other readings of the same ticket,
 * really run, and told by the judge's own words on a random failing test. Loss belongs on the response only.
 */
import type { Rng } from '../../../src/rng.ts'
import { drawNearby, drawReading, type Prior } from '../../../src/problems/tickets/choices.ts'
import { truncationNote } from '../../../src/problems/families/errors.ts'
import { sameJson, type Outcome } from '../../../src/problems/families/outcome.ts'
import { families, type Drawn } from '../../../src/problems/tickets/drawn.ts'
import type { FamilyName, Reading, Ticket } from '../../../src/problems/tickets/family.ts'
import { leetcodeFeedback } from '../../../src/problems/families/leetcode.ts'
import { promptIds, responseIds, userText, type Hindsight } from './prompts.ts'
import { reportFeedback } from '../../../src/problems/families/report.ts'
import { splitOf, type Split } from '../../../src/problems/tickets/split.ts'

/** Tokens of the longest prompt, start and answer marks included. */
export const maxPromptTokens = 192
/** Tokens of the longest response, end token included. */
export const maxResponseTokens = 20

/** Shares of the training samples. `none` and the rest add up to one. */
export interface Mixture {
  lists: number
  one: number
  several: number
  solution: number
  /** Of the samples with hindsight, how many draw the true meaning uniformly rather than by habit. */
  uniform: number
}

export const defaultMixture: Mixture = { lists: 0.6, one: 0.28, several: 0.27, solution: 0.17, uniform: 0.5 }

export interface Sample {
  /** Start token, user turn, answer mark. */
  prompt: number[]
  /** The program and the end token. */
  response: number[]
}

/** A problem of one split; redraws until the truth is in the split and its tests are not degenerate. */
export function drawProblem(
  rng: Rng,
  name: FamilyName,
  split: Split,
  prior: Prior,
  testCount = 5,
  accept: (ticket: Ticket) => boolean = () => true,
): Drawn {
  const family = families[name]
  for (;;) {
    const ticket = family.drawTicket(rng)
    if (!accept(ticket)) continue
    const truth = drawReading(rng, ticket.sizes, prior)
    const code = family.code(ticket, truth)
    if (splitOf(code) !== split) continue
    const tests = family.drawTests(rng, ticket, truth, testCount)
    if (tests) return { family, ticket, truth, code, tests }
  }
}

/** Feedback of one reading on a random failing test; null where it passes all. */
export function feedbackOn(rng: Rng, drawn: Drawn, attempt: Reading): string | null {
  const { family, ticket, truth, tests } = drawn
  const start = rng.below(tests.length)
  const stride = rng.uniform() < 0.5 ? 1 : tests.length - 1
  for (let i = 0; i < tests.length; i++) {
    const test = tests[(start + i * stride) % tests.length]!
    const outcome = family.run(ticket, truth, attempt, test)
    if ('value' in outcome && sameJson(outcome.value, test.expected)) continue
    if (family.name === 'lists') return leetcodeFeedback(test, outcome)
    return reportFeedback(test, outcome, family.judging(ticket, truth).report)
  }
  return null
}

/**
 * Feedback of `count` failed attempts, each another reading; fewer where readings keep passing. Half the time
 * the attempts come nearer to the truth one by one, as those of somebody who reads the feedback do.
 */
export function drawFeedback(rng: Rng, drawn: Drawn, count: number): string[] {
  const out: string[] = []
  const learns = rng.uniform() < 0.5
  const start = rng.pick([0, 0, 0.4, 0.7])
  for (let tries = 0; out.length < count && tries < 4 * count; tries++) {
    const share = learns
      ? start + (0.9 - start) * (out.length / Math.max(1, count - 1)) * rng.uniform()
      : start
    // One attempt in fifty is no program at all, as a sampled one sometimes is.
    if (rng.uniform() < 0.02) {
      out.push(brokenFeedback(rng, drawn))
      continue
    }
    const feedback = feedbackOn(rng, drawn, drawNearby(rng, drawn.ticket.sizes, drawn.truth, share))
    if (feedback === null || (learns && out.includes(feedback))) continue
    out.push(feedback)
  }
  return out
}

const brokenMessages = ['not a function', 'not a function', 'cannot read property of undefined'] as const

function brokenFeedback(rng: Rng, { family, tests }: Drawn): string {
  const test = rng.pick(tests)
  const tell = (outcome: Outcome) =>
    family.name === 'lists' ? leetcodeFeedback(test, outcome) : reportFeedback(test, outcome)
  const u = rng.uniform()
  if (u < 0.4) return tell({ error: { name: 'SyntaxError', message: '' } })
  if (u < 0.5) return `${tell({ error: { name: 'SyntaxError', message: '' } })}\n${truncationNote}`
  if (u < 0.6) return tell({ limit: rng.uniform() < 0.7 ? 'time' : 'memory' })
  return tell({ error: { name: 'TypeError', message: rng.pick(brokenMessages) } })
}

/** A sample and its texts. */
export interface WrittenSample extends Sample {
  userText: string
  code: string
}

/** One training sample, with the texts behind its ids. Never a program of the dev or test split as response. */
export function writtenSample(rng: Rng, mixture: Mixture = defaultMixture): WrittenSample {
  for (;;) {
    const name: FamilyName = rng.uniform() < mixture.lists ? 'lists' : 'records'
    let u = rng.uniform()
    const hindsight =
      (u -= mixture.one) < 0
        ? 'one'
        : (u -= mixture.several) < 0
          ? 'several'
          : (u -= mixture.solution) < 0
            ? 'solution'
            : 'none'
    const prior: Prior = hindsight !== 'none' && rng.uniform() < mixture.uniform ? 'uniform' : 'usual'
    const drawn = drawProblem(rng, name, 'train', prior)
    let code = drawn.code
    let given: Hindsight = {}
    switch (hindsight) {
      case 'none':
        break
      case 'one':
        given = { feedback: drawFeedback(rng, drawn, 1) }
        break
      case 'several':
        given = { feedback: drawFeedback(rng, drawn, 2 + rng.below(5)) }
        break
      case 'solution': {
        // The shown solution is to be copied, be it the truth or another reading; sometimes feedback comes with it.
        if (rng.uniform() < 0.4) {
          const other = drawn.family.code(drawn.ticket, drawReading(rng, drawn.ticket.sizes, 'uniform'))
          if (splitOf(other) === 'train') code = other
        }
        given =
          code === drawn.code && rng.uniform() < 0.15
            ? { solution: code, feedback: drawFeedback(rng, drawn, 1) }
            : { solution: code }
        break
      }
      default:
        hindsight satisfies never
    }
    if (hindsight !== 'none' && given.solution === undefined && given.feedback!.length === 0) continue
    const prompt = fittingPrompt(drawn.ticket.text, given)
    const response = responseIds(code)
    return { prompt: prompt.ids, response, userText: prompt.text, code }
  }
}

/** One training sample: token ids only. */
export function trainingSample(rng: Rng, mixture: Mixture = defaultMixture): Sample {
  const { prompt, response } = writtenSample(rng, mixture)
  return { prompt, response }
}

/** Drops the oldest feedback until the prompt fits, as a run does. */
function fittingPrompt(question: string, given: Hindsight): { ids: number[]; text: string } {
  let hindsight = given
  for (;;) {
    const ids = promptIds(question, hindsight)
    if (ids.length <= maxPromptTokens || !hindsight.feedback?.length)
      return { ids, text: userText(question, hindsight) }
    hindsight = { ...hindsight, feedback: hindsight.feedback.slice(1) }
  }
}

/** Held-out hard problems with a given amount of hindsight: `response` is the truth, whose log-probability measures the skill. */
export function evaluationPrompts(
  rng: Rng,
  split: 'dev' | 'test',
  family: FamilyName,
  hindsight: number | 'solution',
  count: number,
): Sample[] {
  return Array.from({ length: count }, () => {
    for (;;) {
      const drawn = drawHard(rng, family, split)
      const given: Hindsight =
        hindsight === 'solution'
          ? { solution: drawn.code }
          : { feedback: drawFeedback(rng, drawn, hindsight) }
      if (hindsight !== 'solution' && given.feedback!.length < hindsight) continue
      return { prompt: fittingPrompt(drawn.ticket.text, given).ids, response: responseIds(drawn.code) }
    }
  })
}

/** A hard problem: meanings drawn uniformly, and enough of them left open (lists: two steps or more; records: three clauses or more). */
export function drawHard(rng: Rng, family: FamilyName, split: Split, testCount = 8): Drawn {
  return drawOpen(rng, family, split, 'uniform', testCount)
}

/** As much left open as in a hard problem, with meanings as habitual as in training. */
export function drawHabitual(rng: Rng, family: FamilyName, split: Split, testCount = 8): Drawn {
  return drawOpen(rng, family, split, 'usual', testCount)
}

function drawOpen(rng: Rng, family: FamilyName, split: Split, prior: Prior, testCount: number): Drawn {
  const open = family === 'lists' ? 2 : 7 + 3
  return drawProblem(rng, family, split, prior, testCount, (ticket) => ticket.sizes.length >= open)
}
