/** Runs that come from elsewhere: a link, a bundled recording, a file; and the shown one as a file or a link. */
import { messageOf } from '../../explained-error.ts'
import type { Stage, Recording, RunEvent } from '../../engine/protocol.ts'
import { RecordedEngine } from '../../engine/recorded.ts'
import type { Problem } from '../../problems/problem.ts'
import type { RunConfig } from '../../sdpo/config.ts'
import { stopBefore } from '../run/stages.ts'
import { breather } from '../run/breathe.ts'
import { pageWithin } from './choices.ts'
import { mostTellingAttempt, noFocus, type Focus } from '../reading/focus.ts'
import { RunLog } from '../run/run-log.ts'
import { fullHindsight } from '../reading/hindsight.ts'
import type { Playback } from './playback.ts'
import type { Readings } from './readings.ts'
import { compactEvents, isRunFile, readRecording, RecordingError, writeRecording } from '../run/recording.ts'
import { selectConfig, selectFocus, selectProblem, selectSession } from '../state/selectors.ts'
import { sessionOf, unseen } from '../run/session.ts'
import type { StoreHandle } from '../state/state-handle.ts'
import { snippetOf } from './embed.ts'
import { decodeShare, encodeShare, type Shared } from './share.ts'
import { currentStep } from '../run/view.ts'

/** Where a recording comes from, and what was wrong with it. */
export interface AboutRecording {
  notice?: string | null
  bundled?: string | null
  historyId?: string | null
}

export interface OpeningControls {
  /** Open what a link's hash names, or the first recording. */
  open(hash: string): Promise<void>
  /** Show a recorded run. Of two opened at once the later stays. */
  openRecording(recording: Recording, about?: AboutRecording): Promise<void>
  openBundled(name: string): Promise<void>
  /** A run of the lab; or what other programs wrote of theirs, which has a panel of its own. */
  importFile(file: Blob): Promise<void>
  importFiles(files: readonly File[]): Promise<void>
  /** The shown run as a file. */
  export(): { name: string; text: string }
  /** URL of a problem with the settings of the next run, some of them changed. */
  problemLink(problem: Problem, change?: Partial<RunConfig>): string
  /** URL of what is on the screen: problem, seed, update, pin, mode, page; for a class, without controls. */
  shareLink(controls?: boolean): string
  /** What a page pastes to show what is on the screen; null of a run that has no address of its own. */
  embedSnippet(): string | null
}

export interface OpeningOptions {
  playback: Playback
  readings: () => Readings
  seekStep: (step: number, stage: Stage) => void
  /** A link may name a preset that is fetched only when someone looks for it. */
  loadPresets: () => Promise<void>
  /** Text of a bundled recording by name. */
  fetchRecording: (name: string) => Promise<string>
  /** A file that lies beside the page. */
  fetchFile: (address: string) => Promise<File>
  firstRecording: string
  /** What is no run of the lab. */
  openForeign: (files: readonly File[]) => void
  /** The page's address without its hash. */
  address: () => string
}

export class Opening implements OpeningControls {
  private recorded: RecordedEngine | null = null
  private openings = 0

  constructor(
    private readonly handle: StoreHandle,
    private readonly options: OpeningOptions,
  ) {}

  dispose(): void {
    this.recorded?.dispose()
  }

  /** Answers for the recorded run; null before one is open. */
  get engine(): RecordedEngine | null {
    return this.recorded
  }

  async open(hash: string): Promise<void> {
    const { handle } = this
    const { shared, notice } = decodeShare(hash)
    if (notice) handle.notify(notice, 'error')
    const hindsight = { feedback: shared.feedback ?? true, solution: shared.solution ?? true }
    handle.set({
      creditMode: shared.mode ?? handle.state.creditMode,
      creditLevel: shared.level ?? handle.state.creditLevel,
      present: shared.present ?? handle.state.present,
      controls: shared.controls ?? true,
      side: null,
      lessonPage: pageWithin(shared.page ?? handle.state.lessonPage, handle.state.lessonPages),
    })
    const { page, step, attempt, token, mode, feedback, solution } = shared
    const placed = [step, attempt, token, mode, feedback, solution].some((part) => part !== undefined)
    handle.set({ pageAlone: placed ? null : (page ?? null) })
    const live =
      shared.recording === undefined &&
      (shared.problem !== undefined || shared.ticket !== undefined || shared.config !== undefined)
    if (live) await this.openShared(shared)
    else if (shared.recording !== undefined) handle.set({ source: 'recorded' })
    if (shared.file !== undefined) await this.openServed(shared.file)
    if (this.recorded === null || shared.file === undefined)
      await this.openBundled(shared.recording ?? this.options.firstRecording)
    handle.set({ hindsight: { ...fullHindsight, ...hindsight } })
    if (!live && (shared.step !== undefined || shared.attempt !== undefined)) {
      if (shared.step !== undefined) this.options.seekStep(shared.step, shared.stage ?? 'score')
      handle.set({ focus: focusOf(shared) })
    }
  }

  /** A link to a live run: the same problem, seed and settings give the same run, once the person starts it. */
  private async openShared(shared: Shared): Promise<void> {
    const { handle } = this
    if (typeof shared.problem === 'string' && !this.findProblem(shared.problem))
      await this.options.loadPresets()
    const problem =
      shared.ticket !== undefined
        ? await this.unseal(shared.ticket)
        : typeof shared.problem === 'string'
          ? this.findProblem(shared.problem)
          : shared.problem
    if (typeof shared.problem === 'string' && !problem)
      handle.notify(`This link's problem, ${shared.problem}, is not in this lab.`, 'error')
    const settings = shared.config
      ? { ...handle.state.settings, config: shared.config }
      : handle.state.settings
    handle.set({ source: 'live', problem: problem ?? handle.state.problem, settings, focus: focusOf(shared) })
  }

  /** The problem of a ticket's code, whose meaning the page does not show; undefined where it cannot be read, which is told. */
  private async unseal(code: string): Promise<Problem | undefined> {
    const { sealedProblem } = await import('../../authoring/ticket/hide.ts')
    const problem = sealedProblem(code)
    if (!problem)
      this.handle.notify(
        'This link\u2019s ticket could not be read: it is cut, or was made by another version of the lab. Ask for it again.',
        'error',
      )
    return problem ?? undefined
  }

  private findProblem(id: string): Problem | undefined {
    return [...this.handle.state.presets, ...this.handle.state.problems].find((problem) => problem.id === id)
  }

  async openBundled(name: string): Promise<void> {
    try {
      const { recording, notice } = await readRecording(await this.options.fetchRecording(name))
      await this.openRecording(recording, { notice, bundled: name })
    } catch (error) {
      this.handle.notify(
        error instanceof RecordingError
          ? error.message
          : `The recorded run could not be fetched (${messageOf(error)}). Go live, or reload the page.`,
        'error',
      )
    }
  }

  private async openServed(address: string): Promise<void> {
    try {
      await this.importFiles([await this.options.fetchFile(address)])
    } catch (error) {
      this.handle.notify(
        `${address} could not be fetched (${messageOf(error)}). Start \`sdpo-lab view\` again with the run.`,
        'error',
      )
    }
  }

  async importFiles(files: readonly File[]): Promise<void> {
    const [first] = files
    if (!first) return
    if (files.length === 1 && isRunFile(await head(first))) return this.importFile(first)
    this.options.openForeign(files)
  }

  async importFile(file: Blob): Promise<void> {
    try {
      const { recording, notice } = await readRecording(await file.text())
      await this.openRecording(recording, { notice })
      this.handle.set({ source: 'recorded', panel: null })
    } catch (error) {
      this.handle.notify(
        error instanceof RecordingError ? error.message : `The file could not be read (${messageOf(error)}).`,
        'error',
      )
    }
  }

  async openRecording(recording: Recording, about: AboutRecording = {}): Promise<void> {
    const { handle } = this
    const { playback } = this.options
    const readings = this.options.readings()
    const opening = ++this.openings
    const engine = new RecordedEngine(recording)
    const events: RunEvent[] = []
    engine.subscribe((message) => {
      if (message.kind === 'run') events.push(message.event)
      else if (message.event.type === 'reread-done') readings.answered('recorded', message.event)
      else if (message.event.type === 'fault') readings.failed(message.event)
    })
    engine.send({ type: 'play' })
    const log = RunLog.of(events)
    await log.warm(breather())
    void log.pack(breather())
    const session = sessionOf(log)
    const telling = mostTellingAttempt(session.whole)
    const stop = telling && session.stops.find((s) => s.step === telling.step && s.stage === 'score')
    // What draws the run is a task without what read it.
    await breather(0)()
    if (opening !== this.openings) return engine.dispose()
    playback.halt('recorded')
    this.recorded?.dispose()
    this.recorded = engine
    // The switches and the words that were put in a judge's mouth were another run's.
    const looking = handle.state.source === 'recorded' ? { focus: noFocus, hindsight: fullHindsight } : {}
    handle.set({
      recorded: {
        ...(stop && about.historyId == null ? unseen(session) : session),
        notice: about.notice ?? null,
        bundled: about.bundled ?? null,
        historyId: about.historyId ?? null,
      },
      ...looking,
    })
    readings.clear()
    if (about.notice) handle.notify(about.notice, 'error')
    if (!stop) return
    playback.show('recorded', stop.at, null)
    // An update in which others passed would show one of those, which has no credit.
    if (handle.state.source === 'recorded' && selectFocus(handle.state).attempt?.reprompt?.mask === 0)
      handle.set({ focus: { ...noFocus, attempt: telling.attempt } })
  }

  export(): { name: string; text: string } {
    const { log, whole } = selectSession(this.handle.state)
    const name = `sdpo-lab-${whole.problem?.id ?? 'run'}-seed-${whole.config?.seed ?? 0}.json`.replace(
      /[^\w.-]+/g,
      '-',
    )
    return { name, text: writeRecording(compactEvents(log.events)) }
  }

  problemLink(problem: Problem, change: Partial<RunConfig> = {}): string {
    const config = { ...this.handle.state.settings.config, ...change }
    return `${this.options.address()}#${encodeShare({ problem, config })}`
  }

  shareLink(controls = this.handle.state.controls): string {
    const { state } = this.handle
    const session = selectSession(state)
    const { attempt, pinned } = selectFocus(state)
    const problem = selectProblem(state)
    const preset = problem && state.presets.some((p) => p.id === problem.id)
    const run: Shared =
      session.bundled !== null
        ? { recording: session.bundled }
        : { ...(problem ? { problem: preset ? problem.id : problem } : {}), config: selectConfig(state) }
    const step = currentStep(session.view)
    const stop = stopBefore(session.stops, session.playhead + 1)
    const shared: Shared = {
      ...run,
      ...(step ? { step: step.step, ...(stop ? { stage: stop.stage } : {}) } : {}),
      ...(attempt ? { attempt: attempt.attempt } : {}),
      ...(pinned === null ? {} : { token: pinned }),
      mode: state.creditMode,
      level: state.creditLevel,
      ...(state.hindsight.feedback ? {} : { feedback: false as const }),
      ...(state.hindsight.solution ? {} : { solution: false as const }),
      page: state.lessonPage,
      ...(state.present ? { present: true as const } : {}),
      ...(controls ? {} : { controls: false as const }),
    }
    return `${this.options.address()}#${encodeShare(shared)}`
  }

  embedSnippet(): string | null {
    const { state } = this.handle
    if (selectSession(state).bundled === null) return null
    const { attempt } = selectFocus(state)
    const of = [selectProblem(state)?.title, attempt && `attempt ${attempt.attempt}`].filter(Boolean)
    return snippetOf(this.shareLink(), ['SDPO Lab', ...of].join(', '))
  }
}

/** The beginning of a file, where a run of the lab says that it is one. */
const head = (file: Blob) => file.slice(0, 4096).text()

function focusOf(shared: Shared): Focus {
  return {
    attempt: shared.attempt ?? null,
    token: shared.attempt === undefined ? null : (shared.token ?? null),
    hovered: null,
  }
}
