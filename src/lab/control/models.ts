/**
 * Models beside the bundled one: what the browser keeps, what is being fetched and how fast, and what
 * the person asked about. The library (a worker) does the work and says how it goes; here it becomes
 * state. A model that was fetched for use is loaded as soon as it is whole.
 */
import type { Library, LibraryEvent, Origin } from '../../engine/library/protocol.ts'
import { choiceId } from '../../engine/model-choice.ts'
import type { ModelChoice, ModelInfo } from '../../engine/protocol.ts'
import { inOneLine } from '../../explained-error.ts'
import { hubKey, parseHubModel, publicHub } from '../../lm/weights/hub.ts'
import { modelAtUrl } from '../../lm/weights/remote.ts'
import { WeightsError } from '../../lm/weights/weights-error.ts'
import { type RunConfig, defaultRunConfig } from '../../sdpo/config.ts'
import type { ModelsState } from '../state/models-state.ts'
import { Rate } from '../state/rate.ts'
import type { StoreHandle } from '../state/state-handle.ts'

export interface ModelControls {
  /** What the storage has; asked for when the panel opens. */
  refresh(): void
  setAccess(change: Partial<Pick<ModelsState, 'hub' | 'token'>>): void
  /** Size, licence and needs of what the person wrote: owner/name, owner/name@revision, or an address. `file` names one of several GGUF files. */
  look(text: string, file?: string): void
  /** From the last byte that is there; loaded when it is whole. */
  fetch(origin: Origin): void
  cancel(key: string): void
  clear(key: string): void
  /** A model of the storage. */
  use(key: string): void
  /** Files that were dropped or chosen. */
  useFiles(files: readonly File[]): void
  useBundled(id: string): void
  /** A model on a server, with its tokenizer's files. The key is kept in memory alone. */
  useServer(server: ServerAsked): void
}

export type ServerAsked = Omit<Extract<ModelChoice, { kind: 'server' }>, 'kind'>

export function originKey(origin: Origin): string {
  return origin.kind === 'hub' ? hubKey(origin) : modelAtUrl(origin.url).key
}

export interface ModelsOptions {
  createLibrary: () => Library
  /** Milliseconds. */
  now: () => number
  load: (choice: ModelChoice) => void
  configure: (config: RunConfig) => void
}

type SettingsFor = (model: ModelInfo) => Partial<RunConfig>

export class Models implements ModelControls {
  private library: Library | null = null
  private readonly rates = new Map<string, Rate>()
  private readonly origins = new Map<string, Origin>()
  /** Loaded when whole, or as soon as the catalogue is there. */
  private wanted: string | null = null
  /** On its way by the person's choice: it brings its settings. */
  private chosen: { id: string; settingsFor: SettingsFor } | null = null

  constructor(
    private readonly handle: StoreHandle,
    private readonly options: ModelsOptions,
  ) {}

  dispose(): void {
    this.library?.dispose()
  }

  private get state(): ModelsState {
    return this.handle.state.models
  }

  private set(change: Partial<ModelsState>): void {
    this.handle.set({ models: { ...this.state, ...change } })
  }

  private theLibrary(): Library {
    if (this.library) return this.library
    this.library = this.options.createLibrary()
    this.library.subscribe((event) => this.hear(event))
    return this.library
  }

  private get access() {
    const { hub, token } = this.state
    return {
      hub: hub.trim().replace(/\/+$/, '') || publicHub,
      ...(token.trim() !== '' && { token: token.trim() }),
    }
  }

  // What the library says

  private hear(event: LibraryEvent): void {
    switch (event.type) {
      case 'listed':
        return this.set({ stored: event.models, room: event.room, trouble: null })
      case 'looked': {
        const origin = this.origins.get(event.key)
        if (this.state.looking !== event.key || !origin) return
        const { key, name, license, totalBytes, config } = event
        return this.set({ looking: null, looked: { key, origin, name, license, totalBytes, config } })
      }
      case 'progress':
        return this.progress(event)
      case 'done':
        this.ended(event.key)
        if (this.wanted === event.key) this.use(event.key)
        return
      case 'cancelled':
        return this.ended(event.key)
      case 'failed': {
        const { key, message, cause, wayOut } = event
        const fault = { message, cause, wayOut }
        if (key === null) return this.set({ trouble: fault, downloads: {}, looking: null })
        this.ended(key)
        return this.set({
          faults: { ...this.state.faults, [key]: fault },
          looking: this.state.looking === key ? null : this.state.looking,
        })
      }
      default:
        event satisfies never
    }
  }

  private progress({
    key,
    loadedBytes,
    totalBytes,
    doing,
  }: Extract<LibraryEvent, { type: 'progress' }>): void {
    const before = this.state.downloads[key]
    if (!before) return
    const rate = this.rates.get(key) ?? new Rate(this.options.now)
    this.rates.set(key, rate)
    this.set({
      downloads: {
        ...this.state.downloads,
        [key]: {
          key,
          loadedBytes,
          totalBytes: totalBytes || before.totalBytes,
          doing,
          rate: doing === 'fetching' ? rate.at(loadedBytes) : null,
        },
      },
    })
  }

  private ended(key: string): void {
    this.rates.delete(key)
    const { [key]: _, ...downloads } = this.state.downloads
    this.set({ downloads })
  }

  // What the person wants

  refresh(): void {
    this.theLibrary().send({ type: 'list' })
  }

  setAccess(change: Partial<Pick<ModelsState, 'hub' | 'token'>>): void {
    this.set(change)
  }

  look(text: string, file = ''): void {
    try {
      const asked = parseHubModel(text, this.access.hub)
      const origin: Origin = asked
        ? { kind: 'hub', ...asked, ...(file.trim() !== '' && { file: file.trim() }) }
        : { kind: 'url', url: text.trim() }
      const key = originKey(origin)
      this.origins.set(key, origin)
      const { [key]: _, ...faults } = this.state.faults
      this.set({ looking: key, looked: null, faults })
      this.theLibrary().send({ type: 'look', key, origin, ...this.access })
    } catch (error) {
      if (!(error instanceof WeightsError)) throw error
      this.set({ looking: null, looked: null })
      this.handle.notify(inOneLine(error.explanation), 'error')
    }
  }

  fetch(origin: Origin): void {
    const key = originKey(origin)
    const { [key]: _, ...faults } = this.state.faults
    const there = this.state.stored?.find((model) => model.key === key)
    this.wanted = key
    this.set({
      faults,
      downloads: {
        ...this.state.downloads,
        [key]: {
          key,
          loadedBytes: there?.bytes ?? 0,
          totalBytes: there?.totalBytes ?? 0,
          doing: 'asking',
          rate: null,
        },
      },
    })
    this.theLibrary().send({ type: 'fetch', key, origin, ...this.access })
  }

  cancel(key: string): void {
    if (this.wanted === key) this.wanted = null
    this.theLibrary().send({ type: 'cancel', key })
  }

  clear(key: string): void {
    const { [key]: _, ...faults } = this.state.faults
    this.set({ faults })
    this.theLibrary().send({ type: 'clear', key })
  }

  use(key: string): void {
    this.withCatalogue(key, ({ catalogue, settingsFor }) => {
      const entry = catalogue.find(({ id }) => hubKey({ id, revision: 'main' }) === key)
      const name = entry?.name ?? this.state.stored?.find((model) => model.key === key)?.name ?? key
      this.load({ kind: 'stored', key, name }, entry ? () => entry.settings : settingsFor)
    })
  }

  useFiles(files: readonly File[]): void {
    const main =
      files.find(({ name }) => name.endsWith('.gguf')) ??
      files.find(({ name }) => name.endsWith('.safetensors')) ??
      files[0]
    if (!main) return
    const choice: ModelChoice = {
      kind: 'files',
      name: main.name.replace(/\.(gguf|safetensors)$/, ''),
      files: [...files],
    }
    this.withCatalogue(choiceId(choice), ({ settingsFor }) => this.load(choice, settingsFor))
  }

  useBundled(id: string): void {
    this.load({ kind: 'bundled', id }, () => ({}))
  }

  useServer(server: ServerAsked): void {
    const choice: ModelChoice = { kind: 'server', ...server }
    this.withCatalogue(choiceId(choice), ({ settingsFor }) => this.load(choice, settingsFor))
  }

  /** A model that was chosen has arrived: the settings become those that it is known to do well with; the seed stays the person's. */
  arrived(model: ModelInfo): void {
    const { chosen } = this
    const { engine, settings } = this.handle.state
    if (chosen?.id !== choiceId(engine.choice)) return
    this.chosen = null
    this.options.configure({ ...defaultRunConfig, ...chosen.settingsFor(model), seed: settings.config.seed })
  }

  /** It is fetched when a model is wanted: it is no part of the page's first script. */
  private withCatalogue(
    wanted: string,
    then: (module: typeof import('../../engine/catalogue.ts')) => void,
  ): void {
    this.wanted = wanted
    void import('../../engine/catalogue.ts').then((module) => {
      if (this.wanted === wanted) then(module)
    })
  }

  private load(choice: ModelChoice, settingsFor: SettingsFor): void {
    this.wanted = null
    this.chosen = { id: choiceId(choice), settingsFor }
    this.handle.set({ source: 'live' })
    this.options.load(choice)
  }
}
