/** The lab's face to the screen: the store, and what can be done to it with an operand. */
import type { StoreApi } from 'zustand/vanilla'
import type { Command, PromptPiece, Recording } from '../engine/protocol.ts'
import type { Problem } from '../problems/problem.ts'
import type { CreditMode, Grain, Hindsight, LabState, Panel, Settings, Source, Theme } from './store.ts'
import type { RunConfig } from '../sdpo/config.ts'

export interface Lab {
  readonly store: StoreApi<LabState>

  // Time
  /** The next act: moves the playhead, or at the live end asks the engine for it. */
  nextAct(): void
  previousAct(): void
  togglePlay(): void
  /** Put the playhead after `events` events. */
  seek(events: number): void
  /** To the end of a step as far as it is known (or its given act). */
  seekStep(step: number): void
  seekEnd(): void

  // Focus
  focusAttempt(attempt: number): void
  /** Pin a token of the focused attempt; null unpins (the most telling one is shown). */
  pinToken(token: number | null): void
  hoverToken(token: number | null): void
  setCreditMode(mode: CreditMode): void
  setGrain(grain: Grain): void
  setHindsight(change: Partial<Hindsight>): void
  /** Rewrite an attempt's feedback by hand; null restores the judge's. */
  editFeedback(attempt: number, text: string | null): void

  // Runs
  setSource(source: Source): void
  loadModel(): void
  /** Start a live run of the chosen problem; the current one is kept in the history. */
  startRun(change?: Partial<RunConfig>): void
  /** Drop everything after this step (kept in the history) and go on from its adapter. */
  continueFrom(step: number): void
  openRecording(recording: Recording, notice?: string): void
  importFile(file: Blob): Promise<void>
  /** The shown run as a file. */
  exportRun(): { name: string; text: string }
  openFromHistory(id: string): Promise<void>
  removeFromHistory(id: string): Promise<void>
  /** Run the judge on a hand-written answer. */
  judge(response: string): void

  // Choices
  chooseProblem(problem: Problem): void
  /** Keep a problem the person made, and choose it. */
  saveProblem(problem: Problem): void
  removeProblem(id: string): void
  changeSettings(change: Partial<Omit<Settings, 'config'>>): void
  /** Set one knob (knobs.ts); a live run takes it from its next step. */
  changeConfig(config: RunConfig): void
  setTheme(theme: Theme): void
  setPresent(present: boolean): void
  setLessonPage(page: number): void
  openPanel(panel: Panel | null): void
  dismissNotice(id: number): void
  /** URL of what is on the screen: problem, seed, update, pin, mode, page. */
  shareLink(): string

  /** For the engine room. */
  send(command: Command): void
  dispose(): void
}

/** Pieces the self-teacher is given under the current switches. */
export type Pieces = readonly PromptPiece[]
