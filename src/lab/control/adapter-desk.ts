/** The adapter's ways out of the lab and in: taken home as a file after any update, and started from. */
import type { EngineEvent } from '../../engine/protocol.ts'
import { lastDone } from '../run/beats.ts'
import type { LiveRun } from './live-run.ts'
import type { Desk } from '../state/desk.ts'

export interface AdapterControls {
  /** Asks the engine for the adapter after the last update at the playhead; `save` gets the file. */
  take(save: (name: string, zip: Blob) => void): void
  /** Runs start from this file from now on, if it is an adapter of the model in use. */
  startFrom(file: File): void
  /** Runs start from the base model again. */
  startFromBase(): void
}

export class AdapterDesk implements AdapterControls {
  private save: ((name: string, zip: Blob) => void) | null = null
  /** Read, and not yet known to fit. */
  private offered: { name: string; zip: Uint8Array<ArrayBuffer> } | null = null

  constructor(
    private readonly desk: Desk,
    private readonly live: Pick<LiveRun, 'send' | 'configure'>,
  ) {}

  take(save: (name: string, zip: Blob) => void): void {
    this.save = save
    this.live.send({ type: 'adapter', step: lastDone(this.desk.state.live.view) })
  }

  startFrom(file: File): void {
    file.arrayBuffer().then(
      (buffer) => {
        this.offered = { name: file.name.replace(/\.zip$/, ''), zip: new Uint8Array(buffer) }
        this.live.send({ type: 'fit-adapter', ...this.offered })
      },
      (error: unknown) => this.desk.tell(`${file.name} could not be read (${String(error)}).`, 'error'),
    )
  }

  startFromBase(): void {
    this.desk.set({ startsFrom: null })
    this.desk.tell('The next run starts from the base model.')
  }

  heard(event: EngineEvent): void {
    if (event.type === 'adapter-made') {
      const { whole } = this.desk.state.live
      this.save?.(
        `sdpo-lab-adapter-${whole.problem?.id ?? 'run'}-update-${event.step}.zip`.replace(/[^\w.-]+/g, '-'),
        new Blob([event.zip], { type: 'application/zip' }),
      )
      this.save = null
    }
    if (event.type !== 'adapter-fits' || this.offered?.name !== event.name) return
    const { rank, alpha, name, base } = event
    this.desk.set({ startsFrom: this.offered })
    this.offered = null
    this.live.configure({ ...this.desk.state.settings.config, adapter: { kind: 'lora', rank, alpha } })
    const { model } = this.desk.state.engine
    const other =
      base !== null && model !== null && base !== model.id
        ? ` It names ${base} as its base; this is ${model.id}.`
        : ''
    this.desk.tell(`The next run starts from ${name} (rank ${rank}).${other}`)
  }
}
