/** Runs of the history: opened, compared, renamed, removed, put back, and gone on with. */
import { messageOf } from '../../explained-error.ts'
import { noFocus } from '../reading/focus.ts'
import type { SideRun } from '../reading/side-by-side.ts'
import { breather } from '../run/breathe.ts'
import { RunLog } from '../run/run-log.ts'
import type { StoreHandle } from '../state/state-handle.ts'
import { selectSession } from '../state/selectors.ts'
import type { Autosave } from './autosave.ts'
import type { LiveRun } from './live-run.ts'
import type { OpeningControls } from './opening.ts'
import type { Playback } from './playback.ts'

export interface KeptRunsControls {
  /** Two runs beside one another, by their ids in the history; 'shown' is the one on the screen. */
  compare(a: string, b: string): Promise<void>
  openFromHistory(id: string): Promise<void>
  /** Can be put back until the next is removed or the list is left. */
  remove(id: string): Promise<void>
  putBack(): void
  forgetRemoved(): Promise<void>
  rename(id: string, name: string): Promise<void>
  /** Make a run of the history the live one, from its last update; loads the model where it is not there. */
  resume(id: string): Promise<void>
}

export interface KeptRunsOptions {
  playback: Playback
  autosave: Autosave
  live: LiveRun
  openRecording: OpeningControls['openRecording']
}

export class KeptRuns implements KeptRunsControls {
  constructor(
    private readonly handle: StoreHandle,
    private readonly options: KeptRunsOptions,
  ) {}

  async openFromHistory(id: string): Promise<void> {
    try {
      const events = await this.options.autosave.read(id)
      await this.options.openRecording({ format: 'sdpo-lab-run', version: 1, events }, { historyId: id })
      this.handle.set({ source: 'recorded', panel: null, focus: noFocus })
    } catch (error) {
      this.handle.notify(`This run could not be opened (${messageOf(error)}).`, 'error')
    }
  }

  async remove(id: string): Promise<void> {
    try {
      await this.options.autosave.remove(id)
    } catch (error) {
      this.handle.notify(`This run could not be removed (${messageOf(error)}).`, 'error')
    }
  }

  async compare(a: string, b: string): Promise<void> {
    try {
      const [first, second] = [await this.sideRun(a), await this.sideRun(b)]
      const same = first.name === second.name
      const named = (run: SideRun, place: string) => (same ? { ...run, name: `${run.name}, ${place}` } : run)
      this.handle.set({
        sideBySide: { a: named(first, 'first'), b: named(second, 'second') },
        panel: 'side-by-side',
      })
    } catch (error) {
      this.handle.notify(`These runs could not be compared (${messageOf(error)}).`, 'error')
    }
  }

  private async sideRun(id: string): Promise<SideRun> {
    if (id === 'shown') return { name: 'The run on the screen', view: selectSession(this.handle.state).whole }
    const log = RunLog.of(await this.options.autosave.read(id))
    await log.warm(breather())
    void log.pack(breather())
    const summary = this.handle.state.history.find((run) => run.id === id)
    return {
      name: summary?.name ?? `${summary?.title ?? 'A run'}, seed ${summary?.seed ?? '?'}`,
      view: log.view(log.length),
    }
  }

  putBack(): void {
    this.options.autosave.putBack()
  }

  async forgetRemoved(): Promise<void> {
    await this.options.autosave
      .forgetRemoved()
      .catch((error: unknown) =>
        this.handle.notify(`A run could not be removed (${messageOf(error)}).`, 'error'),
      )
  }

  async rename(id: string, name: string): Promise<void> {
    await this.options.autosave
      .rename(id, name)
      .catch((error: unknown) =>
        this.handle.notify(`The name could not be kept (${messageOf(error)}).`, 'error'),
      )
  }

  /** What another tab goes on with is shown here as far as that has kept it. */
  private async watch(id: string): Promise<void> {
    await this.openFromHistory(id)
    this.handle.notify(
      'This run goes on in another tab, so it cannot go on here as well. It is shown as far as that tab has kept it; open it again to see more.',
      'info',
      ['runs'],
    )
  }

  async resume(id: string): Promise<void> {
    if (this.handle.state.live.historyId === id) {
      // It is the live run already.
      this.options.playback.halt()
      return this.handle.set({ source: 'live', panel: null, focus: noFocus })
    }
    try {
      if (!(await this.options.autosave.own(id))) return await this.watch(id)
      this.options.live.leave()
      const taken = await this.options.autosave.loadForResume(id)
      await this.options.live.loadForResume({ ...taken, historyId: id })
      this.handle.set({ panel: null })
    } catch (error) {
      this.handle.notify(
        `This run cannot go on: ${messageOf(error)}. It can still be opened and replayed.`,
        'error',
      )
    }
  }
}
