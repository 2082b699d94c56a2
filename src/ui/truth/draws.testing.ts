/**
 * Pictures to hold sentences against: the bundled runs and drawn ones, at any moment, of any attempt and token, under
 * any switch, with other words in the judge's mouth and other opinions of the teacher about them.
 */
import { readdirSync, readFileSync } from 'node:fs'
import fc from 'fast-check'
import type { Position, RunEvent, WhatIfKind } from '../../engine/protocol.ts'
import { sampleRun } from '../../engine/scripted-run.testing.ts'
import { guessKey, noGuesses } from '../../lab/reading/guess.ts'
import { fullHindsight, neededReread, type Hindsight, type Reread } from '../../lab/reading/hindsight.ts'
import { Preferences } from '../../lab/history/preferences.ts'
import { readRecording } from '../../lab/run/recording.ts'
import { whatIfKinds } from '../../lab/reading/what-if.ts'
import type { AttemptView, RunView } from '../../lab/run/view.ts'
import { RunLog } from '../../lab/run/run-log.ts'
import { sessionAt, sessionOf, type Session } from '../../lab/run/session.ts'
import { firstState } from '../../lab/state/first-state.ts'
import { selectFocus } from '../../lab/state/selectors.ts'
import type { LabState } from '../../lab/state/store.ts'
import type { Problem } from '../../problems/problem.ts'
import { arms, type ArmPlan } from '../../sdpo/arms.ts'
import { defaultRunConfig, type Arm, type TeacherConfig, type TokenSelection } from '../../sdpo/config.ts'
import { lessonCount } from '../lesson/pages.ts'

const folder = new URL('../../../public/recordings/', import.meta.url)
const base = firstState(
  { model: 'tiny', presets: [], liveBytes: 0, lessonPages: lessonCount },
  new Preferences(null),
)

export const bundled = new Map<string, Session>()
export async function openBundled(): Promise<void> {
  for (const file of readdirSync(folder).filter((name) => name.endsWith('.json'))) {
    const { recording } = await readRecording(readFileSync(new URL(file, folder), 'utf8'))
    const name = file.replace('.json', '')
    bundled.set(name, { ...sessionOf(RunLog.of(recording.events)), bundled: name })
  }
}

/** A run that is not bundled. */
export interface Drawn {
  seed: number
  steps: number
  attempts: number
  passes: number | null
  masked: boolean
  teacher: TeacherConfig
  skips: boolean
  ends: 'as it does' | 'stopped' | 'plateau' | 'cut' | 'at once'
  choice: boolean
  /** Only some tokens are distilled. */
  tokens: TokenSelection | null
  /** SDPO where it is not told. */
  arm?: Arm
}

function drawnRun({ masked, teacher, skips, ends, choice, tokens, arm, ...options }: Drawn): Session {
  const { loss } = defaultRunConfig
  const config = { teacher, ...(arm && { arm }), ...(tokens && { loss: { ...loss, tokens } }) }
  const events = sampleRun({ ...options, config, masked: masked ? [1, 2, 3] : [] }).filter(
    ({ type }) => !notMade(arms[arm ?? 'sdpo']).includes(type),
  )
  return sessionOf(
    RunLog.of(
      events.slice(0, ends === 'cut' ? -1 : ends === 'at once' ? 2 : undefined).map((event): RunEvent => {
        if (event.type === 'step-updated' && skips && event.step === 1)
          return { ...event, skipped: 'The gradient was not a finite number.' }
        if (event.type === 'run-finished' && (ends === 'stopped' || ends === 'plateau'))
          return { ...event, reason: ends }
        if (event.type === 'attempt-scored' && teacher.kind === 'ema' && teacher.rate === 1 && masked)
          return { ...event, positions: event.positions.map((q) => ({ ...q, teacher: q.student })) }
        if (event.type === 'attempt-sampled' && arm === 'multi-turn' && event.attempt > 1)
          return { ...event, pieces: [{ kind: 'feedback', text: 'Not that.' }] }
        if (event.type === 'run-started' && choice)
          return { ...event, problem: { ...event.problem, program: choiceOfFour, tests: [] } }
        return event
      }),
    ),
  )
}
/** What a run of this arm does not tell. */
const notMade = ({ teacher, trains }: ArmPlan): RunEvent['type'][] => [
  ...(teacher ? [] : (['attempt-reprompted', 'attempt-scored'] as const)),
  ...(trains ? [] : (['advantages', 'step-updated', 'attempt-rescored'] as const)),
]
const choiceOfFour: Problem['program'] = {
  kind: 'answer',
  answer: { type: 'choice', options: [...'ABCD'].map((label) => ({ label, text: label })), right: 'C' },
}

/** What a person may have done, and what the teacher may have made of it: drawn. */
export interface Draw {
  run: { name: string } | Drawn
  /** A share of the run's events, of the ends of its acts, or of those at which credit is known. */
  moment: { of: 'events' | 'acts' | 'credits'; share: number }
  attempt: number
  token: number
  mode: 'sdpo' | 'grpo' | 'mix'
  level: 'logit' | 'token' | 'sequence'
  feedback: boolean
  solution: boolean
  sameWeights: boolean
  words: 'judge' | 'edited' | 'lent'
  answer: 'asked' | 'failed' | 'done'
  /** Shifts of the re-reading teacher's log-probabilities, used in turn. */
  shifts: readonly number[]
  /** Tokens guessed of the attempt in view, and of the first of the run. */
  guesses: readonly number[]
  whatIf: WhatIfKind | null
  /** What its teacher thinks then: as it was recorded, or by the shifts. */
  whatIfAs: 'recorded' | 'shifted' | 'alike'
}

const recorded = fc.constantFrom('first', 'again', 'collapse', 'smollm2', 'anchors')
export const draws: fc.Arbitrary<Draw> = fc.record({
  run: fc.oneof(
    { weight: 3, arbitrary: fc.record({ name: recorded }) },
    {
      weight: 1,
      arbitrary: fc.record({
        seed: fc.nat(50),
        steps: fc.integer({ min: 1, max: 4 }),
        attempts: fc.integer({ min: 1, max: 3 }),
        passes: fc.option(fc.integer({ min: 1, max: 8 })),
        masked: fc.boolean(),
        teacher: fc.constantFrom<TeacherConfig>(
          { kind: 'ema', rate: 0 },
          { kind: 'ema', rate: 0.05 },
          { kind: 'ema', rate: 1 },
          { kind: 'trust-region', mix: 0.3 },
        ),
        skips: fc.boolean(),
        ends: fc.constantFrom('as it does', 'stopped', 'plateau', 'cut', 'at once'),
        choice: fc.boolean(),
        tokens: fc.constantFrom<TokenSelection | null>(
          null,
          { by: 'entropy', share: 0.3 },
          { by: 'divergence', share: 0.15 },
        ),
      }),
    },
  ),
  moment: fc.record({
    of: fc.constantFrom('events', 'acts', 'credits'),
    share: fc.nat(1000).map((x) => x / 1000),
  }),
  attempt: fc.nat(7),
  token: fc.nat(30),
  mode: fc.constantFrom('sdpo', 'grpo', 'mix'),
  level: fc.constantFrom('logit', 'token', 'sequence'),
  feedback: fc.constantFrom(true, true, false),
  solution: fc.boolean(),
  sameWeights: fc.boolean(),
  words: fc.constantFrom('judge', 'edited', 'lent'),
  answer: fc.constantFrom('asked', 'failed', 'done', 'done'),
  shifts: fc.array(fc.double({ min: -4, max: 2, noNaN: true }), { minLength: 1, maxLength: 9 }),
  guesses: fc.array(fc.nat(30), { maxLength: 6 }),
  whatIf: fc.constantFrom(null, ...whatIfKinds),
  whatIfAs: fc.constantFrom('recorded', 'shifted', 'alike'),
})

/** The teacher's opinion moved about, and still a distribution's: its candidates' mass is at most one. */
function shifted(positions: readonly Position[], shifts: readonly number[]): Position[] {
  let at = 0
  return positions.map((q) => {
    const raw = q.student.map((logP) => Math.exp(logP + shifts[at++ % shifts.length]!))
    const mass = Math.max(
      1,
      raw.reduce((sum, x) => sum + x, 0),
    )
    return { ...q, teacher: raw.map((x) => Math.log(x / mass)) }
  })
}

export function stateOf(draw: Draw): LabState {
  const session = 'name' in draw.run ? bundled.get(draw.run.name)! : drawnRun(draw.run)
  const { of, share } = draw.moment
  const { log } = session
  const stops = session.stops.filter(({ stage }) => of === 'acts' || stage === 'score')
  const events =
    of === 'events'
      ? Math.round(share * log.length)
      : (stops[Math.round(share * (stops.length - 1))]?.at ?? log.length)
  const recorded = sessionAt(session, events, null)
  const state: LabState = {
    ...base,
    recorded,
    creditMode: draw.mode,
    creditLevel: draw.level,
  }
  const row = recorded.view.steps.at(-1)?.attempts[draw.attempt]
  const focused: LabState = row
    ? {
        ...state,
        focus: {
          attempt: row.attempt,
          token: draw.token < row.tokens.length ? draw.token : null,
          hovered: null,
        },
      }
    : state
  const { attempt } = selectFocus(focused)
  if (!attempt) return focused
  const own = attempt.attempt
  const guessed = (number: number) => [guessKey(recorded.whole.startedAt, number), draw.guesses] as const
  const hindsight: Hindsight = {
    ...fullHindsight,
    feedback: draw.feedback,
    solution: draw.solution,
    sameWeights: draw.sameWeights,
    edited: draw.words === 'judge' ? {} : { [own]: 'Other words.' },
    swapped: draw.words === 'lent' ? { [own]: 'attempt 999' } : {},
  }
  const needed = neededReread(attempt, hindsight)
  const reread: Reread | null = needed && {
    attempt: own,
    pieces: needed.pieces,
    status: draw.answer,
    positions: draw.answer === 'done' ? rereadBy(attempt.positions!, draw, needed.pieces.length === 1) : null,
    unknownWords: [],
    note: draw.answer === 'done' ? recordedNote : '',
  }
  return {
    ...focused,
    recorded: { ...recorded, whole: withWhatIf(recorded.whole, attempt, draw) },
    whatIf: draw.whatIf,
    hindsight,
    rereads: reread ? { [needed!.key]: reread } : {},
    guess: {
      ...noGuesses,
      made: draw.guesses.length > 0 ? Object.fromEntries([guessed(own), guessed(1)]) : {},
    },
  }
}

/** The run with another reading of this attempt in the recorded one's place. */
function withWhatIf(whole: RunView, { attempt, positions }: AttemptView, draw: Draw): RunView {
  const { whatIf: what, whatIfAs, shifts } = draw
  if (what === null || whatIfAs === 'recorded' || !positions) return whole
  const other =
    whatIfAs === 'shifted' ? shifted(positions, shifts) : positions.map((q) => ({ ...q, teacher: q.student }))
  const from = what === 'other-attempt' ? 'attempt 999' : 'the problem \u201cTurned around\u201d'
  const lent = what === 'other-attempt' || what === 'other-problem'
  return {
    ...whole,
    whatIfs: { ...whole.whatIfs, [attempt]: [{ what, pieces: [], positions: other, ...(lent && { from }) }] },
  }
}

const recordedNote =
  'The small difference between the weights of teacher and student is not in the recording, so both are drawn alike.'

/** The same words read with the same weights are one reading. */
const rereadBy = (positions: readonly Position[], draw: Draw, question: boolean): Position[] =>
  question && draw.sameWeights
    ? positions.map((q) => ({ ...q, teacher: q.student }))
    : shifted(positions, draw.shifts)

export const plain: Draw = {
  run: { name: 'first' },
  moment: { of: 'events', share: 1 },
  attempt: 0,
  token: 99,
  mode: 'sdpo',
  level: 'logit',
  feedback: true,
  solution: true,
  sameWeights: false,
  words: 'judge',
  answer: 'failed',
  shifts: [0],
  guesses: [],
  whatIf: null,
  whatIfAs: 'recorded',
}

/** The state at an act of an update of a bundled run, with an attempt in view. */
export function at(
  run: string,
  step: number,
  stage: string,
  attempt: number,
  change: Partial<Draw> = {},
): LabState {
  const session = bundled.get(run)!
  const stop = session.stops.find((s) => s.step === step && s.stage === stage)!
  const row = session.whole.steps[step - 1]!.attempts.findIndex((a) => a.attempt === attempt)
  return stateOf({
    ...plain,
    run: { name: run },
    moment: { of: 'events', share: stop.at / session.log.length },
    attempt: row,
    ...change,
  })
}
