/**
 * Models of the hub whose kind the lab runs (models/catalogue.json), beside the bundled one: what is said of one was measured here, or is said not to be.
 * What can be computed is not written down: parameters follow from the architecture, and the bytes of
 * a download from the parameters and the two bytes of each in the hub's bfloat16 files.
 */
import { z } from 'zod'
import list from '../../models/catalogue.json' with { type: 'json' }
import { llamaConfigSchema, type LlamaConfig } from '../lm/config.ts'
import { countParameters } from '../lm/memory.ts'
import { runConfigSchema, type RunConfig } from '../sdpo/config.ts'
import type { ModelInfo } from './protocol.ts'
import { servedSettings } from './served-settings.ts'

const entrySchema = z.object({
  id: z.string().regex(/^[\w.-]+\/[\w.-]+$/),
  name: z.string(),
  licence: z.string(),
  /** Its licence has to be accepted on the hub, and a token shows that it was. */
  gated: z.boolean().default(false),
  /** What it is good for in the lab. */
  about: z.string(),
  /** The hub's file keeps the head beside the embedding, although they are the same. */
  headStored: z.boolean().default(false),
  /** The keys of its config.json that tell its architecture. */
  config: z.record(z.string(), z.unknown()),
  /** Settings of a run to begin with, where they differ from the lab's own. */
  settings: runConfigSchema.partial(),
})

export interface CatalogueEntry extends Omit<z.infer<typeof entrySchema>, 'config' | 'headStored'> {
  config: LlamaConfig
  parameters: number
  /** Of its weights on the hub; its tokenizer adds a few megabytes. */
  downloadBytes: number
}

const bytesOfBfloat16 = 2

export const catalogue: readonly CatalogueEntry[] = z
  .array(entrySchema)
  .parse(list.models)
  .map(({ config: stated, headStored, ...entry }) => {
    const config = llamaConfigSchema.parse(stated)
    const parameters = countParameters(config)
    const stored = parameters + (headStored ? config.vocabulary * config.hiddenSize : 0)
    return { ...entry, config, parameters, downloadBytes: stored * bytesOfBfloat16 }
  })

/**
 * Settings of a run to begin with on a model that was loaded, where they differ from the lab's own: of the entry of
 * its architecture, told apart by name where several share one; else of the entry nearest in size. None for a model
 * with a vocabulary of a few words: the lab's own settings were made for one of those.
 */
export function settingsFor(model: ModelInfo): Partial<RunConfig> {
  const { id, name, parameters, vocabulary, readsAll, served } = model
  if (served) return servedSettings(model)
  if (readsAll === false) return {}
  const called = `${id} ${name}`.toLowerCase()
  const same = catalogue.filter(
    (entry) => entry.parameters === parameters && entry.config.vocabulary === vocabulary,
  )
  const known = same.find((entry) => called.includes(entry.id.replace(/^.*\//, '').toLowerCase())) ?? same[0]
  const far = (entry: CatalogueEntry) => Math.abs(Math.log(entry.parameters / parameters))
  return (known ?? catalogue.reduce((nearest, entry) => (far(entry) < far(nearest) ? entry : nearest)))
    .settings
}
