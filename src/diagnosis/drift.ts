/** A run that trains itself away from its question: how far the student is from where it began, how sure it is of everything, what phrase it took up. */
import type { RunFacts } from './facts.ts'

export type Drift = {
  /** The last update before it, to go back to; 0 is the start. */
  before: number
} & (
  | { sign: 'kl'; step: number; nats: number }
  | { sign: 'entropy'; step: number; from: number; to: number }
  | { sign: 'phrase'; step: number; phrase: string; count: number; of: number }
)

/** Nats a token from the student of the start, from which on it is another model. */
const farFromStart = 1
/** Nats of entropy a token: unsure enough to find something, and too sure to. */
const unsure = 0.5
const tooSure = 0.1

/** The earliest sign of it; null where there is none, or nothing was trained. */
export function driftOf(facts: RunFacts): Drift | null {
  if (facts.updates.length === 0) return null
  const signs = [klDrift(facts), entropyDrift(facts), phraseDrift(facts)].filter((sign) => sign !== null)
  return signs.sort((a, b) => a.step - b.step)[0] ?? null
}

/** Signals of a step are of its attempts, which the student of the update before wrote. */
function klDrift({ updates }: RunFacts): Drift | null {
  const far = updates.find(({ signals }) => signals.klToStart > farFromStart)
  if (!far) return null
  return { sign: 'kl', step: far.step, nats: far.signals.klToStart, before: lastNear(updates, far.step) }
}

function lastNear(updates: RunFacts['updates'], step: number): number {
  return Math.max(0, ...updates.map((update) => update.step).filter((each) => each < step - 1))
}

function entropyDrift({ updates }: RunFacts): Drift | null {
  const first = updates[0]
  if (!first || first.signals.entropy < unsure) return null
  const sure = updates.find(({ signals }) => signals.entropy < tooSure)
  if (!sure) return null
  return {
    sign: 'entropy',
    step: sure.step,
    from: first.signals.entropy,
    to: sure.signals.entropy,
    before: lastNear(updates, sure.step),
  }
}

/** Words in a row that make a phrase. */
const phraseWords = 4

/** A phrase of most attempts of the last update, which none of the first update and not the question has. */
function phraseDrift({ attempts, problem }: RunFacts): Drift | null {
  const steps = [...new Set(attempts.map(({ step }) => step))]
  const [first, last] = [steps[0], steps.at(-1)]
  if (first === undefined || last === undefined || first === last) return null
  const of = (step: number) => attempts.filter((attempt) => attempt.step === step)
  const known = new Set([
    ...of(first).flatMap(({ text }) => phrasesOf(text)),
    ...phrasesOf(problem.statement),
  ])
  const counted = new Map<string, number>()
  for (const { text } of of(last))
    for (const phrase of new Set(phrasesOf(text)))
      if (!known.has(phrase)) counted.set(phrase, (counted.get(phrase) ?? 0) + 1)
  const [phrase, count] = [...counted].reduce<[string, number]>(
    (most, each) => (each[1] > most[1] ? each : most),
    ['', 0],
  )
  const total = of(last).length
  if (total < 2 || count * 2 <= total) return null
  // It is there from the first update on that most attempts of have it.
  const has = (step: number) => of(step).filter(({ text }) => phrasesOf(text).includes(phrase)).length
  const step = steps.find((each) => has(each) * 2 > of(each).length)!
  return { sign: 'phrase', step, phrase, count, of: total, before: Math.max(0, step - 1 - 1) }
}

function phrasesOf(text: string): string[] {
  const words = text.toLowerCase().match(/[\p{L}\p{N}'\u2019]+/gu) ?? []
  return words.slice(phraseWords - 1).map((_, i) => words.slice(i, i + phraseWords).join(' '))
}
