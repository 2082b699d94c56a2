/** The person's choices: source, settings, theme, page, panel. What should outlive the page is kept as it is chosen. */
import type { RunConfig } from '../../sdpo/config.ts'
import type { Preferences } from '../history/preferences.ts'
import { noFocus } from '../reading/focus.ts'
import type { Source } from '../run/session.ts'
import type { Settings, Theme } from '../settings/settings.ts'
import { tryKeeping, type StoreHandle } from '../state/state-handle.ts'
import type { Panel } from '../state/store.ts'
import type { LiveRun } from './live-run.ts'
import type { Playback } from './playback.ts'

export interface ChoiceControls {
  /** The recorded run, or the live one. */
  setSource(source: Source): void
  changeSettings(change: Partial<Omit<Settings, 'config'>>): void
  /** Settings of the next run; a running one takes what it can from its next step. */
  changeConfig(config: RunConfig): void
  setTheme(theme: Theme): void
  setPresent(present: boolean): void
  setLessonPage(page: number): void
  openPanel(panel: Panel | null): void
}

export interface ChoiceOptions {
  playback: Playback
  live: LiveRun
  preferences: Preferences
}

export class Choices implements ChoiceControls {
  constructor(
    private readonly handle: StoreHandle,
    private readonly options: ChoiceOptions,
  ) {}

  setSource(source: Source): void {
    if (source === this.handle.state.source) return
    this.options.playback.halt()
    this.handle.set({ source, focus: noFocus })
  }

  changeSettings(change: Partial<Omit<Settings, 'config'>>): void {
    const { handle } = this
    const { backend } = handle.state.settings
    const settings = { ...handle.state.settings, ...change }
    const system = typeof matchMedia === 'function' && matchMedia('(prefers-reduced-motion: reduce)').matches
    handle.set({ settings, reducedMotion: settings.reducedMotion ?? system })
    tryKeeping(handle, () => this.options.preferences.keepSettings(settings))
    if (settings.backend !== backend) this.options.live.move()
  }

  changeConfig(config: RunConfig): void {
    this.options.live.configure(config)
    tryKeeping(this.handle, () => this.options.preferences.keepSettings(this.handle.state.settings))
  }

  setTheme(theme: Theme): void {
    this.changeSettings({ theme })
  }

  setPresent(present: boolean): void {
    this.handle.set({ present, panel: null })
  }

  setLessonPage(page: number): void {
    this.handle.set({ lessonPage: pageWithin(page, this.handle.state.lessonPages) })
  }

  openPanel(panel: Panel | null): void {
    this.handle.set({ panel })
  }
}

export function pageWithin(page: number, pages: number): number {
  return Math.max(1, Math.min(page, pages))
}
