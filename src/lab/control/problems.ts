/** The problem of the next live run: chosen, written by the person and kept, or fetched. */
import { messageOf } from '../../explained-error.ts'
import type { Problem } from '../../problems/problem.ts'
import type { Preferences } from '../history/preferences.ts'
import { noFocus } from '../reading/focus.ts'
import { tryKeeping, type StoreHandle } from '../state/state-handle.ts'
import type { LiveRun } from './live-run.ts'
import type { Playback } from './playback.ts'

export interface ProblemControls {
  /** The next live run's problem; goes live. */
  choose(problem: Problem): void
  /** Opens the editor on a problem; null begins an own one. */
  edit(problem: Problem | null): void
  /** Keep a problem the person made, and choose it. */
  save(problem: Problem): void
  remove(id: string): void
  /** Presets beyond the bundled model's, fetched when someone looks for them. Resolves once they are there, or cannot be had, which is told. */
  loadPresets(): Promise<void>
  /** What the person was writing when the editor was closed, by the problem it began as; undefined where nothing was kept. */
  keptDraft(of: string): unknown
  /** Keep what is being written; null forgets it. */
  keepDraft(of: string, draft: unknown): void
}

export interface ProblemOptions {
  playback: Playback
  live: LiveRun
  preferences: Preferences
  morePresets: (() => Promise<readonly Problem[]>) | undefined
}

export class Problems implements ProblemControls {
  constructor(
    private readonly handle: StoreHandle,
    private readonly options: ProblemOptions,
  ) {}

  choose(problem: Problem): void {
    const { playback, live } = this.options
    playback.halt()
    if (this.handle.state.live.log.length > 0) live.leave()
    this.handle.set({ problem, source: 'live', focus: noFocus, panel: null })
  }

  edit(problem: Problem | null): void {
    this.handle.set({ edited: problem, panel: 'problem-editor' })
  }

  save(problem: Problem): void {
    this.keep([problem, ...this.handle.state.problems.filter(({ id }) => id !== problem.id)])
    this.choose(problem)
  }

  remove(id: string): void {
    this.keep(this.handle.state.problems.filter((problem) => problem.id !== id))
  }

  async loadPresets(): Promise<void> {
    try {
      const presets = await this.options.morePresets?.()
      if (presets) this.handle.set({ presets })
    } catch (error) {
      this.handle.notify(
        `The other problems could not be fetched (${messageOf(error)}). Those of the bundled model are here; look again once there is a network.`,
        'error',
      )
    }
  }

  keptDraft(of: string): unknown {
    return this.options.preferences.draft(of)
  }

  keepDraft(of: string, draft: unknown): void {
    tryKeeping(this.handle, () => this.options.preferences.keepDraft(of, draft))
  }

  private keep(problems: readonly Problem[]): void {
    this.handle.set({ problems })
    tryKeeping(this.handle, () => this.options.preferences.keepProblems(problems))
  }
}
