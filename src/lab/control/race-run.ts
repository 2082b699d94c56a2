/**
 * The race as the person drives it: what is asked of the engine, and what it tells. Before a race a
 * step or two of each arm are run to know what it will cost; they are the race's own first steps, so nothing else is learnt from them.
 */
import { inOneLine } from '../../explained-error.ts'
import type { Command, EngineEvent, RaceConfig } from '../../engine/protocol.ts'
import type { Arm } from '../../sdpo/config.ts'
import { raceCsv, raceJson } from '../race/race-export.ts'
import { raceArms, raceFrom, raceWith, type RaceSetup, type RaceState, type RaceView } from '../race/race.ts'
import { isRaced, modelReady } from '../words/race-words.ts'
import { selectProblem } from '../state/selectors.ts'
import type { StoreHandle } from '../state/state-handle.ts'

export interface RaceControls {
  /** Arms take effect at once, also in a race that goes; seeds and budget with the next one. */
  change(setup: Partial<RaceSetup>): void
  /** An arm of the race waits where it is, or goes on. */
  hold(arm: Arm, held: boolean): void
  /** Find out what it will cost, where that is not known and nothing else is going on. */
  measure(): void
  /** A new race of the shown problem; with new seeds when these have been raced. */
  start(): void
  pause(paused: boolean): void
  stop(): void
  /** Null before the first step. */
  export(kind: 'json' | 'csv'): { name: string; text: string } | null
}

const gone: Record<'replaced' | 'lost', string> = {
  replaced:
    'The race ended: the model it ran on has been replaced. Start it again; its seeds give the same race.',
  lost: 'The race ended with the engine it ran in. Start it again; its seeds give the same race.',
}

export class RaceRun implements RaceControls {
  private ids = 0
  /** The race that the engine runs for the lab: a real one, or only to measure. */
  private raceId = 0
  private measured: RaceView | null = null
  /** Arms of the steps made to measure. */
  private measuredSteps: Arm[] = []
  private firstSeed: number | null = null

  constructor(
    private readonly handle: StoreHandle,
    private readonly engine: { send(command: Command): void },
  ) {}

  private get state(): RaceState {
    return this.handle.state.race
  }

  private set(change: Partial<RaceState>): void {
    this.handle.set({ race: { ...this.state, ...change } })
  }

  // What the engine says

  onEngineEvent(event: EngineEvent): void {
    switch (event.type) {
      case 'race-started':
        if (event.raceId !== this.raceId) return
        if (this.state.phase === 'measuring') {
          this.measured = raceFrom(event)
          this.measuredSteps = []
        } else this.set({ view: raceFrom(event), ...this.ratesHere() })
        return
      case 'race-step':
        return this.step(event)
      case 'race-ended':
        return this.ended(event)
      case 'fault':
        if (event.during === 'race' && (event.id === null || event.id === this.raceId))
          this.broke(inOneLine(event))
        return
      case 'load-progress':
      case 'released':
      case 'ready':
      case 'paused':
      case 'reread-done':
      case 'branched':
      case 'valued':
      case 'worth-measured':
      case 'base-rate-measured':
      case 'adapter-made':
      case 'adapter-fits':
      case 'text-read':
      case 'outlook-measured':
      case 'outlook-ended':
        return
      default:
        event satisfies never
    }
  }

  private step({ raceId, step }: Extract<EngineEvent, { type: 'race-step' }>): void {
    if (raceId !== this.raceId) return
    const measuring = this.state.phase === 'measuring'
    const before = measuring ? this.measured : this.state.view
    if (!before) return
    const view = raceWith(before, step)
    const { rate } = view.lanes.find((lane) => lane.arm === step.arm && lane.seed === step.seed)!
    const rates = { ...this.state.rates, [step.arm]: rate }
    if (!measuring) return this.set({ view, rates })
    this.measured = view
    this.measuredSteps.push(step.arm)
    this.set({ rates })
    // The first step also builds what the next ones share, so the second is the one to go by.
    const known = (arm: Arm) =>
      this.measuredSteps.filter((done) => done === arm).length > 1 ||
      view.lanes.some((lane) => lane.arm === arm && lane.finished)
    if (view.config.arms.every(known)) this.engine.send({ type: 'race-stop' })
  }

  private ended({ raceId, reason }: Extract<EngineEvent, { type: 'race-ended' }>): void {
    if (raceId !== this.raceId) return
    if (this.state.phase === 'measuring') return this.afterMeasuring(reason !== 'lost')
    switch (reason) {
      case 'done':
        return this.settle()
      case 'stopped':
        return this.set({ phase: 'stopped' })
      case 'replaced':
      case 'lost':
        return this.set({ phase: 'stopped', note: gone[reason] })
      default:
        reason satisfies never
    }
  }

  private broke(note: string): void {
    if (this.state.phase === 'measuring') return this.set({ phase: 'idle', note })
    // A race that the engine never took has nothing to go on with.
    this.set({ phase: this.state.view === null ? 'idle' : 'paused', note })
  }

  private afterMeasuring(whole: boolean): void {
    this.measured = null
    this.set({ phase: this.state.view === null ? 'idle' : 'stopped' })
    // Arms may have been chosen meanwhile.
    if (whole) this.measure()
  }

  // What the person wants

  change(setup: Partial<RaceSetup>): void {
    const next = { ...this.state.setup, ...setup }
    const arms = raceArms.filter((arm) => next.arms.includes(arm))
    this.set({ setup: { ...next, arms }, held: this.state.held.filter((arm) => arms.includes(arm)) })
    if (setup.arms) this.tellArms()
  }

  hold(arm: Arm, held: boolean): void {
    this.set({ held: held ? [...this.state.held, arm] : this.state.held.filter((other) => other !== arm) })
    this.tellArms()
  }

  /** The engine's race takes arms in and out as it goes; one that was over goes on with a new arm. */
  private tellArms(): void {
    const { phase, setup, held } = this.state
    if (phase !== 'running' && phase !== 'paused' && !isRaced(this.handle.state)) return
    this.engine.send({ type: 'race-arms', arms: setup.arms.filter((arm) => !held.includes(arm)) })
    if (phase !== 'paused') this.settle()
  }

  /** Whether the race goes on, waits for an arm that is held, or is over. */
  private settle(): void {
    this.set({ phase: this.open(false) ? 'running' : this.open(true) ? 'paused' : 'done' })
  }

  /** Some arm that is held, or that is not, has attempts to make. */
  private open(held: boolean): boolean {
    const { setup, view } = this.state
    return setup.arms.some((arm) => {
      const lanes = view?.lanes.filter((lane) => lane.arm === arm) ?? []
      return (
        this.state.held.includes(arm) === held &&
        (lanes.length < (view?.config.seeds ?? 1) || lanes.some((lane) => !lane.finished))
      )
    })
  }

  measure(): void {
    const { phase, setup } = this.state
    const problem = selectProblem(this.handle.state)
    if (
      !problem ||
      !modelReady(this.handle.state) ||
      this.handle.state.engine.model?.served ||
      phase === 'running' ||
      phase === 'paused' ||
      phase === 'measuring' ||
      isRaced(this.handle.state)
    )
      return
    const here = this.ratesHere()
    const arms = setup.arms.filter((arm) => !here.rates[arm])
    if (arms.length === 0) return
    this.raceId = ++this.ids
    this.set({ phase: 'measuring', ...here, note: null })
    const config = this.config()
    this.engine.send({
      type: 'race',
      raceId: this.raceId,
      problem,
      config: { ...config, arms: [...arms], seeds: 1, budget: 2 * config.run.attemptsPerStep },
    })
  }

  start(): void {
    const problem = selectProblem(this.handle.state)
    if (!problem || this.state.setup.arms.length === 0 || !modelReady(this.handle.state)) return
    this.firstSeed = isRaced(this.handle.state)
      ? this.state.view!.config.run.seed + this.state.view!.config.seeds
      : null
    this.raceId = ++this.ids
    this.set({ phase: 'running', view: null, held: [], note: null })
    this.engine.send({ type: 'race', raceId: this.raceId, problem, config: this.config() })
  }

  pause(paused: boolean): void {
    const { phase } = this.state
    if (phase !== 'running' && phase !== 'paused') return
    this.set({ phase: paused ? 'paused' : 'running', note: null })
    // Where only held arms have something left to do, going on is letting them go.
    if (!paused && !this.open(false)) {
      this.set({ held: [] })
      this.tellArms()
    }
    this.engine.send({ type: 'race-pause', paused })
  }

  stop(): void {
    if (this.state.phase === 'running' || this.state.phase === 'paused')
      this.engine.send({ type: 'race-stop' })
  }

  export(kind: 'json' | 'csv'): { name: string; text: string } | null {
    const { view } = this.state
    if (!view || view.lanes.length === 0) return null
    const name = `sdpo-lab-race-${view.problem.id}-seed-${view.config.run.seed}`.replace(/[^\w.-]+/g, '-')
    return { name: `${name}.${kind}`, text: kind === 'json' ? raceJson(view) : raceCsv(view) }
  }

  private config(): RaceConfig {
    const { setup } = this.state
    const { config } = this.handle.state.settings
    return {
      arms: [...setup.arms],
      seeds: setup.seeds,
      budget: setup.budget,
      run: { ...config, seed: this.firstSeed ?? config.seed },
    }
  }

  /** The rates as far as they are of this problem, on this model and backend. */
  private ratesHere(): Pick<RaceState, 'rates' | 'measuredOn'> {
    const { engine, settings } = this.handle.state
    const measuredOn = [
      selectProblem(this.handle.state)?.id,
      engine.model?.id,
      engine.backend?.name,
      settings.config.attemptsPerStep,
      settings.config.maxNewTokens,
    ].join(' ')
    return { measuredOn, rates: measuredOn === this.state.measuredOn ? this.state.rates : {} }
  }
}
