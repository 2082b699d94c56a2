/** A race in words: who is ahead and how sure that is, what it costs, and what its button does next. */
import { armNames } from '../text/arm-names.ts'
import { count, megabytes, percent } from '../text/format.ts'
import {
  attemptsWithin,
  figuresOf,
  mayBeChance,
  raceCost,
  raceProgress,
  type ArmFigures,
  type RaceState,
  type RaceView,
} from '../race/race.ts'
import { selectProblem } from '../state/selectors.ts'
import type { LabState } from '../state/store.ts'
import type { Arm, RunConfig } from '../../sdpo/config.ts'

/** `8 s`, `1 min 40 s`, `2 h 5 min`: two figures are enough. */
export function duration(ms: number): string {
  const s = Math.max(1, Math.round(ms / 1000))
  if (s < 60) return `${s} s`
  const min = Math.floor(s / 60)
  if (min < 60) return s % 60 === 0 ? `${min} min` : `${min} min ${s % 60} s`
  return `${Math.floor(min / 60)} h ${min % 60} min`
}

/** `840`, `21 thousand`, `1.2 million`. */
export function tokenCount(n: number): string {
  if (n < 9950) return String(Math.round(n))
  return n < 999_500 ? `${Math.round(n / 1000)} thousand` : `${(n / 1e6).toFixed(1)} million`
}

/** Which arm is ahead, and what that is worth. Arms are compared over as many attempts as all of them have made. */
export function raceSentence(view: RaceView, arms: readonly Arm[]): string {
  const figures = arms.map((arm) => figuresOf(view, arm))
  const within = Math.min(...figures.map((f) => f.reached))
  const finished = figures.every((f) => f.finished)
  const seeds = view.config.seeds
  const standings = figures.map((f) => standing(f, within)).sort((a, b) => a.mean - b.mean)
  const [leader, second] = standings
  if (!leader || within === 0) return 'The first attempts are under way.'
  if (standings.every((s) => s.solved === 0)) {
    if (!finished) return `Nobody has solved it within ${count(within, 'attempt', 'attempts')} yet.`
    return `${second ? 'No arm solved it' : `${armNames[leader.arm]} has not solved it`} within ${count(within, 'attempt', 'attempts')}.`
  }
  if (!second) return [armNames[leader.arm], ': ', solvedWords(leader, seeds, within), '.'].join('')
  const sdpo = standings.find((s) => s.arm === 'sdpo')
  const tied = standings.filter((s) => s.mean === leader.mean)
  if (tied.length > 1 && (!sdpo || tied.includes(sdpo)))
    return `${list(tied.map((s) => armNames[s.arm]))} are level: ${solvedWords(leader, seeds, within)}.`
  const slower = sdpo !== undefined && sdpo !== leader
  const behind = slower ? sdpo : second
  const [one, other] = slower ? [sdpo, leader] : [leader, behind]
  // What may be chance ranks nobody.
  const chance = seeds > 1 && mayBeChance(leader.attempts, behind.attempts)
  const claim = chance
    ? `${armNames[one.arm]} and ${armNames[other.arm]} cannot be told apart with ${seeds} seeds`
    : slower
      ? `SDPO is slower here than ${armNames[leader.arm]}`
      : `${armNames[leader.arm]} is ahead`
  const beaten = slower ? standings.filter((s) => s.mean > behind.mean).map((s) => armNames[s.arm]) : []
  const but = beaten.length > 0 ? ` SDPO is ahead of ${list(beaten)}.` : ''
  const doubt = seeds === 1 ? ' One seed: it may well be chance.' : ''
  return [claim, ': ', comparison(one, other, seeds, within), '.', doubt, but].join('')
}

interface Standing {
  arm: Arm
  solved: number
  /** Of every seed, to its first pass. */
  attempts: readonly number[]
  mean: number
}

function standing({ arm, table }: ArmFigures, within: number): Standing {
  const attempts = attemptsWithin(table, within)
  return {
    arm,
    solved: table.flat().filter((first) => first !== null && first <= within).length,
    attempts,
    mean: attempts.reduce((sum, n) => sum + n, 0) / attempts.length,
  }
}

function solvedWords({ solved, mean }: Standing, seeds: number, within: number): string {
  if (seeds === 1) return solved === 1 ? `solved at attempt ${mean}` : `not solved within ${within}`
  return `${solved} of ${seeds} seeds solved within ${count(within, 'attempt', 'attempts')}, ${average(mean)} needed on average`
}

/** A seed without a pass counts as the whole budget, in every arm. */
function comparison(a: Standing, b: Standing, seeds: number, within: number): string {
  if (seeds === 1)
    return `${solvedWords(a, seeds, within)}, ${armNames[b.arm]} ${solvedWords(b, seeds, within)}`
  const unsolved = a.solved < seeds || b.solved < seeds ? ` (an unsolved seed counts as ${within})` : ''
  return `${solvedWords(a, seeds, within)}; ${armNames[b.arm]} ${b.solved} of ${seeds}, ${average(b.mean)} on average${unsolved}`
}

const average = (attempts: number) =>
  attempts < 9.95 ? attempts.toFixed(1).replace(/\.0$/, '') : String(Math.round(attempts))

/** Updates that left no numbers and were undone; '' where there are none. */
export function undoneSentence(view: RaceView, arms: readonly Arm[]): string {
  const undone = view.lanes
    .filter(({ arm }) => arms.includes(arm))
    .reduce((sum, lane) => sum + (lane.undone ?? 0), 0)
  if (undone === 0) return ''
  const [were, them] = undone === 1 ? ['was', 'it'] : ['were', 'them']
  return `${count(undone, 'update', 'updates')} ${were} undone: after ${them} the student\u2019s numbers were not finite. Lower the learning rate.`
}

/** What an attempt costs beside one of the cheapest arm; '' before there are two. */
export function tokenSentence(view: RaceView, arms: readonly Arm[]): string {
  const each = arms
    .map((arm) => figuresOf(view, arm))
    .filter((f) => f.attempts > 0)
    .map((f) => ({ arm: f.arm, tokens: f.tokens / f.attempts }))
    .sort((a, b) => a.tokens - b.tokens)
  const cheapest = each[0]
  const dear = each.find((e) => e.arm === 'sdpo' && e !== cheapest) ?? each.at(-1)
  if (!cheapest || !dear || dear === cheapest) return ''
  const ratio = dear.tokens / cheapest.tokens
  return `An attempt of ${armNames[dear.arm]} costs ${Math.round(dear.tokens)} tokens, ${ratio < 9.95 ? ratio.toFixed(1) : Math.round(ratio)} times one of ${armNames[cheapest.arm]}.`
}

/** What the race will cost, or what is left of it. */
export function costWords(state: LabState): string {
  const { race } = state
  const { setup, phase } = race
  if (setup.arms.length === 0) return 'Choose at least one arm.'
  if (state.engine.model?.served)
    return 'A model on a server is not trained here, so there are no arms to race on it: choose one that runs in this tab.'
  if (!modelReady(state)) return 'What it will cost is measured once the model is here.'
  if (phase === 'measuring') return 'Measuring a step of each arm\u2026'
  const cost = raceCost(race)
  const runs = setup.arms.length * setup.seeds
  if (phase === 'running' || phase === 'paused')
    return cost
      ? `At most ${duration(cost.ms)} more; a seed stops at its first pass.`
      : 'A seed stops at its first pass.'
  if (!cost)
    return `${count(runs, 'run', 'runs')} of ${count(setup.budget, 'attempt', 'attempts')}; a seed stops at its first pass.`
  return `${count(runs, 'run', 'runs')} of ${count(setup.budget, 'attempt', 'attempts')}: at most ${duration(cost.ms)} and ${tokenCount(cost.tokens)} tokens on this device, from a measured step of each. A seed stops at its first pass.`
}

export type RacePrimary =
  | { kind: 'load' | 'start' | 'again' | 'pause' | 'resume' | 'none'; label: string }
  | { kind: 'loading'; label: string; /** 0..1 of all bytes. */ progress: number }

export function racePrimary(state: LabState): RacePrimary {
  const { engine, race } = state
  if (engine.phase === 'loading') {
    const total = engine.totalBytes || state.liveBytes
    const loaded = Math.min(engine.loadedBytes, total)
    return {
      kind: 'loading',
      label: `Loading ${megabytes(loaded, true).replace(/ MB$/, '')} of ${megabytes(total)}`,
      progress: total > 0 ? loaded / total : 0,
    }
  }
  if (!modelReady(state))
    return {
      kind: 'load',
      label: engine.phase === 'fault' ? 'Load the model again' : `Load model, ${megabytes(state.liveBytes)}`,
    }
  if (race.phase === 'running') return { kind: 'pause', label: 'Pause the race' }
  if (race.phase === 'paused') return { kind: 'resume', label: 'Go on' }
  if (race.setup.arms.length === 0 || selectProblem(state) === null || engine.model?.served)
    return { kind: 'none', label: 'Start the race' }
  return isRaced(state)
    ? { kind: 'again', label: 'Race with new seeds' }
    : { kind: 'start', label: 'Start the race' }
}

/** The race of this problem with this budget and these settings is over: with the same seeds it would be the same again. */
export function isRaced(state: LabState): boolean {
  const { phase, view, setup } = state.race
  if (phase !== 'done' || view === null) return false
  const { config } = view
  const same = (run: RunConfig) =>
    JSON.stringify({ ...run, seed: 0, arm: null, budget: 0, stop: null, adapter: null })
  return (
    view.problem.id === selectProblem(state)?.id &&
    config.seeds === setup.seeds &&
    config.budget === setup.budget &&
    same(config.run) === same(state.settings.config)
  )
}

export function modelReady({ engine }: LabState): boolean {
  return (
    engine.model !== null &&
    engine.phase !== 'loading' &&
    engine.phase !== 'absent' &&
    !(engine.phase === 'fault' && engine.fault?.during === 'load')
  )
}

/** One line for the button that opens it. */
export function raceInShort({ phase, view, setup }: RaceState): string {
  if (phase === 'idle' || phase === 'measuring' || !view) return 'Race the arms'
  const made = raceProgress(view, setup.arms)
  if (phase === 'done' || made === 1) return 'The race is over: see it'
  return phase === 'running' ? `The race goes on: ${percent(made)}` : `The race waits at ${percent(made)}`
}

function list(names: readonly string[]): string {
  return names.length < 2 ? names.join('') : `${names.slice(0, -1).join(', ')} and ${names.at(-1)}`
}
