/** The person's choices: source, settings, theme, page, panel. What should outlive the page is kept as it is chosen. */
import type { RunConfig } from '../../sdpo/config.ts'
import type { Preferences } from '../history/preferences.ts'
import { noFocus } from '../reading/focus.ts'
import type { Source } from '../run/session.ts'
import type { Settings, Theme } from '../settings/settings.ts'
import { tryKeeping, type StoreHandle } from '../state/state-handle.ts'
import type { LabState, Panel } from '../state/store.ts'
import type { LiveRun } from './live-run.ts'
import type { Playback } from './playback.ts'

export interface ChoiceControls {
  /** The recorded run, or the live one. */
  setSource(source: Source): void
  changeSettings(change: Partial<Omit<Settings, 'config'>>): void
  /** Settings of the next run; a running one takes what it can from its next step. */
  changeConfig(config: RunConfig): void
  setTheme(theme: Theme): void
  /** A presentation that begins with the first lesson has its title before it. */
  setPresent(present: boolean): void
  /** The next slide of the presentation, or the one before. */
  turnSlide(by: 1 | -1): void
  /** Shows nothing, so that the room looks at the speaker. */
  setBlank(blank: boolean): void
  /** The speaker's view in a window of its own. */
  setSpeaker(speaker: boolean): void
  /** The speaker's own note on a slide (`slideId`). */
  noteSlide(slide: string, note: string): void
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
    const side = present && this.handle.state.lessonPage === 1 ? 'title' : null
    this.handle.set({ present, side, blank: false, speaker: false, panel: null })
  }

  turnSlide(by: 1 | -1): void {
    const { side, lessonPage, lessonPages } = this.handle.state
    this.handle.set({ blank: false, ...slideAfter({ side, lessonPage }, by, lessonPages) })
  }

  setBlank(blank: boolean): void {
    this.handle.set({ blank })
  }

  setSpeaker(speaker: boolean): void {
    this.handle.set({ speaker })
  }

  noteSlide(slide: string, note: string): void {
    const slideNotes = { ...this.handle.state.slideNotes, [slide]: note }
    this.handle.set({ slideNotes })
    tryKeeping(this.handle, () => this.options.preferences.keepSlideNotes(slideNotes))
  }

  setLessonPage(page: number): void {
    const lessonPage = pageWithin(page, this.handle.state.lessonPages)
    this.handle.set({ lessonPage, side: null, pageAlone: null })
  }

  openPanel(panel: Panel | null): void {
    this.handle.set({ panel })
  }
}

/** A slide's name in what is kept of it. */
export function slideId({ side, lessonPage }: Pick<LabState, 'side' | 'lessonPage'>): string {
  return side ?? String(lessonPage)
}

/** Title, question, the lessons, and what was measured. */
export function slideAfter(
  { side, lessonPage }: Pick<LabState, 'side' | 'lessonPage'>,
  by: 1 | -1,
  pages: number,
): Pick<LabState, 'side' | 'lessonPage'> {
  switch (side) {
    case 'title':
      return { side: by > 0 ? 'question' : 'title', lessonPage }
    case 'question':
      return by > 0 ? { side: null, lessonPage: 1 } : { side: 'title', lessonPage }
    case 'measured':
      return by > 0 ? { side, lessonPage } : { side: null, lessonPage: pages }
    case null:
      if (by < 0 && lessonPage === 1) return { side: 'question', lessonPage }
      if (by > 0 && lessonPage === pages) return { side: 'measured', lessonPage }
      return { side, lessonPage: lessonPage + by }
    default:
      return side satisfies never
  }
}

export function pageWithin(page: number, pages: number): number {
  return Math.max(1, Math.min(page, pages))
}
