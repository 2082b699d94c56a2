/** What the page knows of models beside the bundled one; models.ts keeps it. */
import type { Origin, StoredModel } from '../../engine/library/protocol.ts'
import type { Explanation } from '../../explained-error.ts'
import { publicHub } from '../../lm/weights/hub.ts'

export interface Download {
  key: string
  loadedBytes: number
  /** 0 while not known. */
  totalBytes: number
  doing: 'asking' | 'fetching' | 'checking'
  /** Bytes a second lately; null before there is anything to say. */
  rate: number | null
}

/** What the hub said of a model before anything large was fetched. */
export interface Looked {
  key: string
  origin: Origin
  name: string
  license: string | null
  totalBytes: number
  /** Its config.json; null where it has none (GGUF) or it could not be had. */
  config: Record<string, unknown> | null
}

export interface ModelsState {
  /** Null until the storage was asked. */
  stored: readonly StoredModel[] | null
  /** Bytes that this page may use and does. */
  room: { quota: number; usage: number } | null
  /** By key. */
  downloads: Readonly<Record<string, Download>>
  faults: Readonly<Record<string, Explanation>>
  /** Of the storage itself. */
  trouble: Explanation | null
  looking: string | null
  looked: Looked | null
  /** Where hub models come from. */
  hub: string
  /** For gated models; in this tab only. */
  token: string
}

export const noModels: ModelsState = {
  stored: null,
  room: null,
  downloads: {},
  faults: {},
  trouble: null,
  looking: null,
  looked: null,
  hub: publicHub,
  token: '',
}
