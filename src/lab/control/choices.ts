/** The person's choices: problem, settings, theme, page, panel. What should outlive the page is kept as it is chosen. */
import { messageOf } from '../../explained-error.ts'
import type { Problem } from '../../problems/problem.ts'
import type { RunConfig } from '../../sdpo/config.ts'
import type { LiveRun } from './live-run.ts'
import { noFocus } from '../reading/focus.ts'
import type { Keepsakes } from '../history/persist.ts'
import type { Playback } from './playback.ts'
import type { Desk } from '../state/desk.ts'
import type { Panel } from '../state/store.ts'
import type { Settings, Theme } from '../settings/settings.ts'
import type { Source } from '../run/session.ts'

export interface ChoiceControls {
  /** The recorded run, or the live one. */
  setSource(source: Source): void
  /** The next live run's problem; goes live. */
  chooseProblem(problem: Problem): void
  /** Keep a problem the person made, and choose it. */
  saveProblem(problem: Problem): void
  removeProblem(id: string): void
  /** Presets beyond the bundled model's, fetched when someone looks for them. Resolves once they are there, or cannot be had, which is told. */
  loadPresets(): Promise<void>
  /** What the person was writing when the editor was closed, by the problem it began as; undefined where nothing was kept. */
  keptDraft(of: string): unknown
  /** Keep what is being written; null forgets it. */
  keepDraft(of: string, draft: unknown): void
  changeSettings(change: Partial<Omit<Settings, 'config'>>): void
  /** Settings of the next run; a running one takes what it can from its next step. */
  changeConfig(config: RunConfig): void
  setTheme(theme: Theme): void
  setPresent(present: boolean): void
  setLessonPage(page: number): void
  openPanel(panel: Panel | null): void
}

export function choiceControls(
  desk: Desk,
  {
    playback,
    live,
    keepsakes,
    morePresets,
  }: {
    playback: Playback
    live: LiveRun
    keepsakes: Keepsakes
    morePresets: (() => Promise<readonly Problem[]>) | undefined
  },
): ChoiceControls {
  const tryKeeping = (keep: () => void) => {
    try {
      keep()
    } catch (error) {
      desk.tell(messageOf(error), 'error')
    }
  }
  const setProblems = (problems: readonly Problem[]) => {
    desk.set({ problems })
    tryKeeping(() => keepsakes.keepProblems(problems))
  }
  const chooseProblem = (problem: Problem) => {
    playback.halt()
    if (desk.state.live.log.length > 0) live.leave()
    desk.set({ problem, source: 'live', focus: noFocus, panel: null })
  }
  const changeSettings = (change: Partial<Omit<Settings, 'config'>>) => {
    const { backend } = desk.state.settings
    const settings = { ...desk.state.settings, ...change }
    const system = typeof matchMedia === 'function' && matchMedia('(prefers-reduced-motion: reduce)').matches
    desk.set({ settings, reducedMotion: settings.reducedMotion ?? system })
    tryKeeping(() => keepsakes.keepSettings(settings))
    if (settings.backend !== backend) live.move()
  }
  return {
    setSource(source) {
      if (source === desk.state.source) return
      playback.halt()
      desk.set({ source, focus: noFocus })
    },
    chooseProblem,
    saveProblem(problem) {
      setProblems([problem, ...desk.state.problems.filter((p) => p.id !== problem.id)])
      chooseProblem(problem)
    },
    removeProblem: (id) => setProblems(desk.state.problems.filter((p) => p.id !== id)),
    async loadPresets() {
      try {
        const presets = await morePresets?.()
        if (presets) desk.set({ presets })
      } catch (error) {
        desk.tell(
          `The other problems could not be fetched (${messageOf(error)}). Those of the bundled model are here; look again once there is a network.`,
          'error',
        )
      }
    },
    keptDraft: (of) => keepsakes.draft(of),
    keepDraft: (of, draft) => tryKeeping(() => keepsakes.keepDraft(of, draft)),
    changeSettings,
    changeConfig(config) {
      live.configure(config)
      tryKeeping(() => keepsakes.keepSettings(desk.state.settings))
    },
    setTheme: (theme) => changeSettings({ theme }),
    setPresent: (present) => desk.set({ present, panel: null }),
    setLessonPage: (page) => desk.set({ lessonPage: pageWithin(page, desk.state.lessonPages) }),
    openPanel: (panel) => desk.set({ panel }),
  }
}

export function pageWithin(page: number, pages: number): number {
  return Math.max(1, Math.min(page, pages))
}
