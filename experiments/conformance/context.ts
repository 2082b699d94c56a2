/** What a section may use beside its own part of the file. */
import type { LlamaConfig } from '../../src/lm/config.ts'
import type { HostTensor } from '../../src/lm/safetensors.ts'
import type { Runtime } from 'ort-train'
import type { OpenedModel } from './language-model.ts'
import type { Section } from './report.ts'

interface ModelFiles {
  config: LlamaConfig
  weights: ReadonlyMap<string, HostTensor>
}

export interface Context {
  /** Of the chosen backend, made when first asked for. */
  runtime: () => Promise<Runtime>
  /** Of `--model DIR`; throws when none was given. */
  model: () => Promise<ModelFiles>
  /** Of `--model FILE` in `--precision`, run layer by layer; throws when none was given. */
  languageModel: () => Promise<OpenedModel>
  /** The whole file: some sections refer to others. */
  file: Readonly<Record<string, unknown>>
}

/** Checks one section of a file, given as that file holds it. */
export type SectionRunner = (data: never, section: Section, context: Context) => Promise<void>
