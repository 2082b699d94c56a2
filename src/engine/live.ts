/**
 * The engine's body: commands in, events out, over a model, a judge and the test-time loop. It knows
 * no worker and no page, so tests run it in Node. One queue serves all commands; a run is one task a
 * stage, and the event loop has a turn before each task: whatever is asked meanwhile is heard and comes
 * between two stages, and a pause takes effect at the next, or within a second where a stage waits for its judge.
 */
import type { RunConfig } from '../sdpo/config.ts'
import { Queue } from 'ort-train'
import type { Problem } from '../problems/problem.ts'
import type { Host, Loaded } from './host.ts'
import { checkedSoon, patience, startJudge } from './judge-start.ts'
import { fitAdapter, makeAdapter } from './live-adapter.ts'
import { answersTo, faultOf, noModel, noRun, type Answers } from './live-fault.ts'
import { measureBaseRate, measureWorth } from './live-measures.ts'
import { LiveOutlook } from './live-outlook.ts'
import { LiveProbes } from './live-probes.ts'
import { LiveRace } from './live-race.ts'
import type { Stage, Command, ResumableRun } from './protocol.ts'
import {
  allWeights,
  forgetAfter,
  keepWith,
  newRun,
  openAdapter,
  type Beginning,
  type RunUnderWay,
} from './run-under-way.ts'
import { readText } from './live-text.ts'
import { doneStage } from './stage-of.ts'
import { StageTurns } from './stage-turns.ts'
import { turn } from './turn.ts'

type CommandOf<T extends Command['type']> = Extract<Command, { type: T }>

export class LiveEngine {
  private readonly queue = new Queue()
  private loaded: Loaded | null = null
  private current: RunUnderWay | null = null
  private deviceLost = false
  /** Calls off the judging of the stage under way. */
  private under = new AbortController()
  /** Calls off the judging of the solution of the problem that was asked for last. */
  private asked = new AbortController()
  /** Tasks queued or under way. */
  private waiting = 0
  private readonly race: LiveRace
  private readonly outlook: LiveOutlook
  private readonly probes = new LiveProbes()
  private readonly turns = new StageTurns({
    enqueue: (task) => this.enqueue({ during: 'run', id: null }, task),
    begins: () => this.current?.run.betweenSteps ?? true,
    stage: () => this.stage(this.needRun()),
    paused: () => this.sayPaused(),
  })

  constructor(private readonly host: Host) {
    this.race = new LiveRace(host, (id, task) => this.enqueue({ during: 'race', id }, task))
    this.outlook = new LiveOutlook(host, (id, task) => this.enqueue({ during: 'outlook', id }, task))
  }

  send(command: Command): void {
    const inTurn = (task: () => Promise<void> | void) => this.enqueue(answersTo(command), task)
    switch (command.type) {
      case 'load':
        this.halt()
        return inTurn(() => this.load(command))
      case 'start':
        this.halt()
        this.asked.abort()
        this.asked = new AbortController()
        return inTurn(() => this.start(command, this.asked.signal))
      case 'worth':
        return inTurn(() => measureWorth(this.host, this.needModel(), this.current, command))
      case 'base-rate':
        return inTurn(() => measureBaseRate(this.host, this.needModel(), this.current, command))
      case 'adapter':
        return inTurn(() => makeAdapter(this.host, this.needRun(), this.needModel().model, command))
      case 'fit-adapter':
        return inTurn(() => fitAdapter(this.host, this.needModel().model, command))
      case 'play':
        return this.turns.go('end')
      case 'advance':
        return this.turns.go('stage')
      case 'pause':
        this.halt()
        return inTurn(() => this.sayPaused())
      case 'rewind':
        this.halt()
        return inTurn(() => this.rewind(command))
      case 'configure':
        return inTurn(() => this.configure(command))
      case 'reread':
        return inTurn(() => this.reread(command))
      case 'branch':
      case 'value':
        return inTurn(() => this.beside(command))
      case 'probes':
        return inTurn(() => this.setProbes(command))
      case 'read-text':
        return inTurn(() => readText(this.host, this.needModel(), this.current, command))
      case 'stop':
        this.halt()
        return inTurn(() => this.stop())
      case 'outlook':
        return inTurn(() => this.outlook.begin(command, this.needModel()))
      case 'race':
        return inTurn(() => this.race.begin(command, this.needModel(), this.current ?? command.config.run))
      case 'race-pause':
        return inTurn(() => this.race.pause(command.paused))
      case 'race-arms':
        return inTurn(() => this.race.setArms(command.arms))
      case 'race-stop':
        return inTurn(() => this.race.end('stopped'))
      default:
        command satisfies never
    }
  }

  /** Goes on with a run that was kept, on the model that is loaded by then; it waits for `play` or `advance`. */
  resume(id: number, { problem, run, weights }: ResumableRun): void {
    this.enqueue({ during: 'run', id }, () => this.begin(id, problem, { run, weights: new Map(weights) }))
  }

  private enqueue(answers: Answers, task: () => Promise<void> | void): void {
    if (this.waiting++ === 0) this.host.busy(true)
    void this.queue.add(async () => {
      try {
        await turn()
        await task()
      } catch (error) {
        await this.report(error, answers)
      } finally {
        if (--this.waiting === 0) this.host.busy(false)
      }
    })
  }

  /** An error of a lost device is not told as such: the loss itself is, by the host. */
  private async report(error: unknown, answers: Answers): Promise<void> {
    const { during } = answers
    const id = answers.id ?? (during === 'run' ? (this.current?.id ?? null) : null)
    if (during === 'run') this.halt()
    if (during === 'race') this.race.broke()
    const { lost } = this.loaded ?? {}
    if (lost) await Promise.race([lost, new Promise((resolve) => setTimeout(resolve, 250))])
    if (!this.deviceLost) this.host.onEngineEvent(faultOf(error, { during, id }))
  }

  private async load({ requestId, model, backend }: CommandOf<'load'>): Promise<void> {
    const [loaded] = await Promise.all([this.host.load(model, backend), startJudge(this.host.judge)])
    this.race.end('replaced')
    const previous = this.loaded
    const { current } = this
    this.loaded = loaded
    this.current = null
    void loaded.lost?.then((reason) => {
      if (this.loaded !== loaded) return
      this.deviceLost = true
      this.host.lost(reason)
    })
    const info = loaded.model.info()
    // The same model on another backend goes on with the run; another model cannot.
    if (current && previous?.model.info().id === info.id)
      await this.begin(current.id, current.problem, {
        run: current.run.keep(),
        weights: allWeights(current.run),
      })
    await previous?.model.dispose()
    const { contextLength } = info
    this.host.onEngineEvent({ type: 'ready', requestId, model: info, backend: loaded.backend, contextLength })
  }

  private async start(
    { run: id, problem: given, config, from }: CommandOf<'start'>,
    signal: AbortSignal,
  ): Promise<void> {
    const start = from && { name: from.name, adapter: await openAdapter(from.name, from.zip) }
    const ready = await checkedSoon(given, this.host.judge, signal)
    if (!ready) return
    const { problem, checked } = ready
    await this.take(id, problem, config, { start, checked })
    void keepWith(this.host, this.needRun())
  }

  private begin(id: number, problem: Problem, kept: NonNullable<Beginning['kept']>): Promise<void> {
    return this.take(id, problem, kept.run.config, { kept })
  }

  /** A run becomes the current one, and is read at the person's probes. */
  private async take(id: number, problem: Problem, config: RunConfig, beginning: Beginning): Promise<void> {
    const loaded = this.needModel()
    this.outlook.end()
    this.race.replacedBy(config)
    this.current = await newRun(this.host, loaded, { id, problem, config }, beginning)
    this.probes.begin()
    if (this.probes.any) this.probe()
  }

  /** No stage begins any more, one that waits long for its judge is left, and no outlook is worked at. */
  private halt(): void {
    this.outlook.end()
    this.turns.halt()
    const { under } = this
    this.under = new AbortController()
    setTimeout(() => under.abort(), patience)
  }

  /** One stage; null when the run is finished after it, or it was left: what broke in it then breaks again where it is taken up. */
  private async stage(current: RunUnderWay): Promise<Stage | null> {
    const { run } = current
    const { signal } = this.under
    const stage = await run.advance(signal).catch((error: unknown) => {
      if (!signal.aborted) throw error
      return null
    })
    if (stage) current.last = { step: run.currentStep, stage }
    if (stage === 'update' && this.probes.any)
      await this.probes
        .readAt(run, run.currentStep)
        .catch((error: unknown) => this.report(error, { during: 'probe', id: null }))
    const kept = keepWith(this.host, current)
    if (run.betweenSteps) this.turns.told(kept)
    return run.finished ? null : stage
  }

  private sayPaused(): void {
    if (!this.current) return
    const { id, run, last } = this.current
    this.host.onEngineEvent({
      type: 'paused',
      run: id,
      step: last?.step ?? run.currentStep,
      stage: doneStage[last?.stage ?? 'update'],
    })
  }

  private async rewind({ run: id, step }: CommandOf<'rewind'>): Promise<void> {
    const current = this.needRun()
    await current.run.rewind(step)
    current.id = id
    forgetAfter(current, step)
    current.last = null
    this.probes.begin(step, false)
    void keepWith(this.host, this.needRun())
  }

  private configure({ config }: CommandOf<'configure'>): void {
    this.needRun().run.configure(config)
    void keepWith(this.host, this.needRun())
  }

  private async reread({ requestId, attempt, pieces, sameWeights }: CommandOf<'reread'>): Promise<void> {
    const { positions, unknownWords } = await this.needRun().run.reread(attempt, pieces, {
      sameWeights: sameWeights ?? false,
    })
    this.host.onEngineEvent({ type: 'reread-done', requestId, attempt, positions, unknownWords })
  }

  private async beside(command: CommandOf<'branch' | 'value'>): Promise<void> {
    const { run } = this.needRun()
    const { requestId } = command
    if (command.type === 'branch') await run.branch(command)
    else await run.value(command.attempt, command.samples)
    this.host.onEngineEvent({ type: command.type === 'branch' ? 'branched' : 'valued', requestId })
  }

  private setProbes({ probes }: CommandOf<'probes'>): void {
    this.probes.set(probes)
    if (this.current) this.probe()
  }

  /** Tells the run its probes, and reads what is missing: a task a step, so that whatever else is asked comes between. */
  private probe(): void {
    const current = this.needRun()
    const { run } = current
    this.probes.emitSet(run, (event) => this.host.onRunEvent(current.id, event))
    for (const step of this.probes.missing(run)) {
      this.enqueue({ during: 'probe', id: null }, async () => {
        if (this.current?.run === run && run.keptSteps().includes(step)) await this.probes.readAt(run, step)
      })
    }
  }

  private stop(): void {
    this.current?.run.stop()
    if (this.current) void keepWith(this.host, this.current)
  }

  private needModel(): Loaded {
    if (!this.loaded) throw noModel()
    return this.loaded
  }

  private needRun(): RunUnderWay {
    if (!this.current) throw noRun()
    return this.current
  }
}
