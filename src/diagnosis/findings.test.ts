/**
 * No false sentence: every sentence of a diagnosis of synthetic runs is read back, its figures taken out of its
 * words and counted again from the events by other means than the diagnosis uses.
 */
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { solvedOn } from '../problems/solved-on.ts'
import { factsOf } from './facts.ts'
import { diagnose, type Finding } from './findings.ts'
import { atLeast, endsAlike, guessedBy, near, numbers, quotes, Recount, spaced } from './recount.testing.ts'
import { pieces, syntheticRun } from './synthetic.testing.ts'
import { findingWords, nextWords } from './words.ts'

/** Holds a sentence against the events; throws where it says something else. */
function check(sentence: string, { kind }: Finding, run: Recount): void {
  const said = numbers(sentence)
  const [quote] = quotes(sentence)
  switch (kind) {
    case 'unsolved':
      expect(run.passes).toBe(0)
      expect(said).toEqual([run.n])
      return
    case 'solved': {
      const first = run.judged.find(({ verdict }) => verdict.reward === 1)!
      expect(said).toEqual([first.attempt])
      return
    }
    case 'turn':
      return checkTurn(sentence, run.judged.find(({ verdict }) => verdict.reward === 1)!.attempt, run)
    case 'guess': {
      expect(said.slice(0, 2)).toEqual([run.passes, run.n])
      expect(sentence).toContain('of blind guesses 1 in 4 does')
      const tries = run.judged.findIndex(({ verdict }) => verdict.reward === 1) + 1
      expect(said.at(-1)! / 100).toBeCloseTo(1 - 0.75 ** tries, 1)
      // As many or more by luck are not rare.
      expect(atLeast(run.passes, run.n, 0.25)).toBeGreaterThan(0.05)
      return
    }
    case 'guesser': {
      const first = run.judged.findIndex(({ verdict }) => verdict.reward === 1) + 1
      expect(said[0]).toBe(first)
      expect(near(/chance of ([<>\d. ]+) %/.exec(sentence)![1]!, guessedBy(first))).toBe(true)
      expect(run.start.problem.program.kind).toBe('question')
      return
    }
    case 'rivals': {
      const { runs } = solvedOn.find(
        ({ preset, model }) => preset === run.start.problem.id && model === run.start.model.id,
      )!
      const [sdpo, rival] = ['sdpo', 'multi-turn'].map((arm) => runs.find((each) => each.arm === arm)!)
      // Of this preset multi-turn finds more.
      expect(sentence).toContain('multi-turn finds it')
      expect(said).toEqual([rival!.solved, rival!.of, rival!.budget, sdpo!.solved])
      return
    }
    case 'cut': {
      const cut = run.sampled.filter(({ finish }) => finish === 'length')
      expect(said).toEqual([cut.length, run.n, Math.max(...cut.map(({ tokens }) => tokens.length))])
      expect(cut.length * 4).toBeGreaterThanOrEqual(run.n)
      return
    }
    case 'no-feedback':
      expect(said).toEqual([run.n])
      expect(run.judged.map(({ verdict }) => verdict.feedback).join('')).toBe('')
      return
    case 'one-feedback':
      expect(said).toEqual([run.n])
      for (const { verdict } of run.judged) expect(verdict.feedback).toBe(run.judged[0]!.verdict.feedback)
      expect(run.judged[0]!.verdict.feedback).not.toBe('')
      return
    case 'idle': {
      const idle = run.updated.filter(({ skipped }) => skipped === quote)
      expect(said).toEqual([idle.length, run.updated.length])
      expect(idle.length * 4).toBeGreaterThanOrEqual(run.updated.length * 3)
      return
    }
    case 'alike': {
      const count = run.textsLike(quote!)
      expect(said).toEqual(count === run.n ? [run.n] : [count, run.n])
      expect(count * 4).toBeGreaterThanOrEqual(run.n * 3)
      return
    }
    case 'same-error': {
      const count = run.judged.filter(
        ({ records }) => records[0]!.actual === quote && !records[0]!.passed,
      ).length
      expect(said).toEqual([count, run.n])
      return
    }
    case 'not-its-form':
      return expect([run.start.model.readsAll, run.start.problem.program.kind]).toEqual([
        false,
        expect.stringMatching(/^(answer|question)$/),
      ])
    case 'drift':
      return checkDrift(sentence, run)
    case 'teacher-unmoved':
    case 'student-behind':
      return checkReach(sentence, kind, run)
    case 'price': {
      const total = (...parts: ('sample' | 'judge' | 'score' | 'update')[]) =>
        run.updated.reduce(
          (sum, { timings }) => sum + parts.reduce((each, part) => each + timings[part], 0),
          0,
        )
      const perAttempt = total('sample', 'judge') / run.n
      expect(said).toEqual([Math.floor(total('score', 'update') / perAttempt + 1e-9)])
      expect(run.start.config.arm).toBe('sdpo')
      return
    }
    default:
      kind satisfies never
  }
}

/** The token is the right word, or one of the attempt that passed where an earlier one has another, and none such has a chance that rose more. */
function checkTurn(sentence: string, found: number, run: Recount): void {
  const sampled = (attempt: number) => run.sampled.find((each) => each.attempt === attempt)!
  const tokens = (attempt: number) => sampled(attempt).tokens
  const right = tokens(found)
  const written = right.length - (sampled(found).finish === 'length' ? 0 : 1)
  const shared = (attempt: number) => tokens(attempt).findIndex((token, i) => token !== right[i])
  const { program } = run.start.problem
  // B is the right word, and no other piece ends where a word may begin.
  const named = right[0] === 2 && !(program.kind === 'answer' && program.answer.type === 'choice')
  const places = named
    ? [0]
    : run.judged
        .map(({ attempt }) => attempt)
        .filter((attempt) => attempt < found && shared(attempt) >= 0 && shared(attempt) < written)
        .map(shared)
  const before = (at: number) =>
    spaced(
      right
        .slice(0, at)
        .map((id) => pieces[String(id)]!)
        .join('')
        .slice(-40),
    )
  const at = places.find(
    (place) =>
      pieces[String(right[place])] === quotes(sentence).at(-1) &&
      (place === 0
        ? sentence.startsWith('At its beginning')
        : endsAlike(quotes(sentence)[0]!, before(place))),
  )!
  expect(at, sentence).toBeDefined()
  const at0 = (step: number, place = at) => {
    const rows = run.scored.filter(
      ({ attempt }) =>
        run.stepOf(attempt) === step &&
        tokens(attempt).slice(0, place).join() === right.slice(0, place).join() &&
        tokens(attempt).length > place,
    )
    return (
      rows
        .map(({ positions }) =>
          Math.exp(positions[place]!.student[positions[place]!.ids.indexOf(right[place]!)]!),
        )
        .reduce((a, b) => a + b, 0) / rows.length
    )
  }
  const rise = (place: number) => {
    const steps = [...new Set(run.sampled.map(({ step }) => step))].filter(
      (step) => step <= run.stepOf(found) && !Number.isNaN(at0(step, place)),
    )
    return steps.length < 2 ? -1 : at0(steps.at(-1)!, place) - at0(steps[0]!, place)
  }
  for (const place of places) expect(rise(place)).toBeLessThanOrEqual(rise(at) + 1e-9)
  for (const [, said, step] of sentence.matchAll(/([<>\d. ]+) % at update (\d+)/g))
    expect(near(said!, at0(Number(step))), sentence).toBe(true)
  const [, from, , to] = /from ([<>\d. ]+) % at update (\d+) to ([<>\d. ]+) % at/.exec(sentence) ?? []
  if (from !== undefined)
    expect(sentence).toContain(
      Number.parseFloat(to!.replace(/[<>]/g, '')) >= Number.parseFloat(from.replace(/[<>]/g, ''))
        ? 'rose'
        : 'fell',
    )
}
function checkDrift(sentence: string, run: Recount): void {
  const step = Number(/update (\d+)/.exec(sentence)![1])
  const at = (each: number) => run.updated.find((event) => event.step === each)!
  if (sentence.includes('far from where it began')) {
    expect(at(step).signals.klToStart).toBeGreaterThan(1)
    expect(Number(/: ([\d.]+) nats/.exec(sentence)![1])).toBeCloseTo(at(step).signals.klToStart, 1)
    for (const { step: earlier, signals } of run.updated)
      if (earlier < step) expect(signals.klToStart).toBeLessThanOrEqual(1)
  } else if (sentence.includes('too sure')) {
    expect(numbers(sentence)).toEqual([
      step,
      Number(run.updated[0]!.signals.entropy.toFixed(2)),
      Number(at(step).signals.entropy.toFixed(2)),
    ])
    expect(at(step).signals.entropy).toBeLessThan(0.1)
    expect(run.updated[0]!.signals.entropy).toBeGreaterThanOrEqual(0.5)
  } else {
    const [phrase] = quotes(sentence)
    const steps = [...new Set(run.sampled.map((each) => each.step))]
    const has = (each: number) =>
      run.sampled.filter((event) => event.step === each && event.text.toLowerCase().includes(phrase!))
    expect(has(steps[0]!)).toEqual([])
    const last = run.sampled.filter((event) => event.step === steps.at(-1))
    expect(numbers(sentence).slice(0, 2)).toEqual([has(steps.at(-1)!).length, last.length])
    expect(has(step).length).toBeGreaterThan(0)
  }
}

/** The right answer of the synthetic problems is B, one token: it is turned to at the first. */
function checkReach(sentence: string, kind: Finding['kind'], run: Recount): void {
  const rows = run.scored.flatMap(({ attempt, positions }) => {
    const first = positions[0]!
    const place = first.ids.indexOf(2)
    return place > 0
      ? [{ step: run.stepOf(attempt), student: first.student[place]!, teacher: first.teacher[place]! }]
      : []
  })
  const odds = (x: number) => Math.log(Math.exp(x) / (1 - Math.exp(x)))
  const move =
    rows.reduce((sum, { student, teacher }) => sum + odds(teacher) - odds(student), 0) / rows.length
  const attempts = /where (\w+) attempts? could/.exec(sentence)![1]!
  expect(attempts === 'one' ? 1 : Number(attempts)).toBe(rows.length)
  const factor = /its odds go (up|down) ([\d.]+|over 1000)-fold/.exec(sentence)
  if (factor) {
    expect(factor[1]).toBe(move > 0 ? 'up' : 'down')
    if (factor[2] !== 'over 1000')
      expect(Math.abs(Number(factor[2]) / Math.exp(Math.abs(move)) - 1)).toBeLessThan(0.06)
  } else expect(Math.exp(Math.abs(move))).toBeLessThan(1.06)
  if (kind === 'teacher-unmoved') return expect(move).toBeLessThan(0.5)
  expect(move).toBeGreaterThanOrEqual(1)
  const steps = [...new Set(rows.map(({ step }) => step))].sort((a, b) => a - b)
  const half = steps[Math.floor(steps.length / 2)]!
  const mean = (some: typeof rows) =>
    some.reduce((sum, { student }) => sum + Math.exp(student), 0) / some.length
  const [, early, late] = /follow: ([<>\d. ]+) % in the first half of the updates, ([<>\d. ]+) % in/.exec(
    sentence,
  )!
  expect(near(early!, mean(rows.filter(({ step }) => step < half)))).toBe(true)
  expect(near(late!, mean(rows.filter(({ step }) => step >= half)))).toBe(true)
}

describe('a diagnosis', () => {
  it('says nothing false of any run', () => {
    const seen = new Set<string>()
    fc.assert(
      fc.property(syntheticRun, (events) => {
        const diagnosis = diagnose(factsOf(events)!)!
        const run = new Recount(events)
        for (const finding of diagnosis.findings) {
          seen.add(finding.kind)
          check(findingWords(finding), finding, run)
        }
        if (diagnosis.next?.kind === 'rewind') expect(diagnosis.next.step).toBeGreaterThan(0)
        if (diagnosis.next?.kind === 'rewind')
          expect(diagnosis.next.step).toBeLessThanOrEqual(Math.max(0, run.updated.length - 1))
        if (diagnosis.next) expect(nextWords(diagnosis.next, 64)).not.toBe('')
        // A run that passed is not told what to mend, and one that did not is not called solved.
        expect(diagnosis.findings[0].kind).toBe(run.passes > 0 ? 'solved' : 'unsolved')
        expect(diagnosis.next === null).toBe(run.passes > 0)
      }),
      { numRuns: 1500, seed: 1 },
    )
    // Every sentence was said of some run, so that none was held to nothing.
    expect([...seen].sort()).toEqual([
      'alike',
      'cut',
      'drift',
      'guess',
      'guesser',
      'idle',
      'no-feedback',
      'not-its-form',
      'one-feedback',
      'price',
      'rivals',
      'same-error',
      'solved',
      'student-behind',
      'teacher-unmoved',
      'turn',
      'unsolved',
    ])
  })

  it('is silent before an attempt was judged, and cautious of a few', () => {
    expect(factsOf([])).toBeNull()
    fc.assert(
      fc.property(syntheticRun, (events) => {
        const few = events.slice(0, events.findIndex((event) => event.type === 'attempt-scored') + 1)
        const kinds = diagnose(factsOf(few)!)!.findings.map(({ kind }) => kind)
        for (const kind of kinds)
          expect(['solved', 'turn', 'guess', 'guesser', 'rivals', 'unsolved', 'not-its-form']).toContain(kind)
      }),
      { numRuns: 100, seed: 2 },
    )
  })
})
