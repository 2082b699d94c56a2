/** The adapter's ways out of the lab and in: taken home as a file after any update, and started from. */
import { sameBase } from '../../lm/base-name.ts'
import type { EngineEvent } from '../../engine/protocol.ts'
import { lastDone } from '../run/stages.ts'
import type { LiveRun } from './live-run.ts'
import type { StoreHandle } from '../state/state-handle.ts'

export interface AdapterControls {
  /** Asks the engine for the adapter after the last update at the playhead; `save` gets the file. */
  take(save: (name: string, zip: Blob) => void): void
  /** Runs start from this zip, or these two files, from now on, if they are an adapter of the model in use. */
  startFrom(files: readonly File[]): void
  /** Runs start from the base model again. */
  startFromBase(): void
}

export class AdapterController implements AdapterControls {
  /** Files to come, by the question for each. */
  private readonly saves = new Map<number, (name: string, zip: Blob) => void>()
  /** Files that were read and are not yet known to fit, by the question about each. */
  private readonly offered = new Map<number, { name: string; zip: Uint8Array<ArrayBuffer> }>()

  constructor(
    private readonly handle: StoreHandle,
    private readonly live: Pick<LiveRun, 'send' | 'configure' | 'nextId'>,
  ) {}

  take(save: (name: string, zip: Blob) => void): void {
    const requestId = this.live.nextId()
    this.saves.set(requestId, save)
    this.live.send({ type: 'adapter', requestId, step: lastDone(this.handle.state.live.view) })
  }

  startFrom(files: readonly File[]): void {
    const [first] = files
    if (!first) return
    const named = Promise.all(
      files.map(async (file) => ({ name: file.name, bytes: new Uint8Array(await file.arrayBuffer()) })),
    )
    // What makes a zip of two files is no part of the page's first script.
    const zipOf = async (read: Awaited<typeof named>) =>
      read.length === 1 && first.name.endsWith('.zip')
        ? read[0]!.bytes
        : (await import('../../lm/peft.ts')).zipped(read)
    named.then(zipOf).then(
      (zip) => {
        const requestId = this.live.nextId()
        const offered = { name: first.name.replace(/\.(?:zip|json|safetensors)$/, ''), zip }
        this.offered.set(requestId, offered)
        this.live.send({ type: 'fit-adapter', requestId, ...offered })
      },
      (error: unknown) => this.handle.notify(`${first.name} could not be read (${String(error)}).`, 'error'),
    )
  }

  startFromBase(): void {
    this.handle.set({ startsFrom: null })
    this.handle.notify('The next run starts from the base model.')
  }

  onEngineEvent(event: EngineEvent): void {
    if (event.type === 'fault' && event.during === 'adapter' && event.id !== null) {
      this.saves.delete(event.id)
      this.offered.delete(event.id)
    }
    if (event.type === 'adapter-made') {
      const { whole } = this.handle.state.live
      this.saves.get(event.requestId)?.(
        `sdpo-lab-adapter-${whole.problem?.id ?? 'run'}-update-${event.step}.zip`.replace(/[^\w.-]+/g, '-'),
        new Blob([event.zip], { type: 'application/zip' }),
      )
      this.saves.delete(event.requestId)
    }
    if (event.type !== 'adapter-fits') return
    const offered = this.offered.get(event.requestId)
    this.offered.delete(event.requestId)
    if (!offered) return
    const { rank, alpha, name, base } = event
    this.handle.set({ startsFrom: offered })
    this.live.configure({ ...this.handle.state.settings.config, adapter: { kind: 'lora', rank, alpha } })
    const { model } = this.handle.state.engine
    const other =
      base !== null && model !== null && !sameBase(base, model.id)
        ? ` It names ${base} as its base; this is ${model.id}.`
        : ''
    this.handle.notify(`The next run starts from ${name} (rank ${rank}).${other}`)
  }
}
