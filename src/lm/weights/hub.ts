/**
 * A model of the Hugging Face hub, or of anything that speaks its URLs: which files it has, how long
 * they are and what they hash to. Nothing here is asked of anyone but the hub that the person named.
 */
import { z } from 'zod'
import { besideWeights, indexName } from './open.ts'
import { connectionFailed, refused } from './http-errors.ts'
import type { RemoteFile, RemoteModel } from './remote.ts'
import { answerOf, withinSilence } from './silence.ts'
import { WeightsError } from './weights-error.ts'

export const publicHub = 'https://huggingface.co'

export interface HubModel {
  /** `owner/name`. */
  id: string
  /** Branch, tag or commit. */
  revision: string
  /** The GGUF file, where the repository has several. */
  file?: string | undefined
}

/** The model's name in the storage. */
export function hubKey({ id, revision, file }: HubModel): string {
  return [id, revision, ...(file ? [file] : [])].join('@')
}

const idPattern = /^[\w.-]+\/[\w.-]+$/

/** `owner/name`, `owner/name@revision`, or a page or file of the hub: what a person pastes. Null where it is none of these. */
export function parseHubModel(text: string, hub = publicHub): HubModel | null {
  const trimmed = text.trim()
  if (!/^https?:/.test(trimmed)) {
    const [id = '', revision = 'main'] = trimmed.split('@')
    return idPattern.test(id) && revision !== '' ? { id, revision } : null
  }
  const url = URL.canParse(trimmed) ? new URL(trimmed) : null
  if (!url || url.origin !== new URL(hub).origin) return null
  const [owner = '', name = '', kind, revision, ...path] = url.pathname
    .split('/')
    .filter(Boolean)
    .map(decodeURIComponent)
  const id = `${owner}/${name}`
  if (!idPattern.test(id)) return null
  const file = (kind === 'blob' || kind === 'resolve') && path.length > 0 ? path.join('/') : undefined
  return { id, revision: revision ?? 'main', ...(file?.endsWith('.gguf') ? { file } : {}) }
}

const infoSchema = z.object({
  sha: z.string(),
  cardData: z
    .object({ license: z.union([z.string(), z.array(z.string())]).optional() })
    .loose()
    .nullish(),
  siblings: z.array(
    z.object({
      rfilename: z.string(),
      size: z.number().int().nonnegative().nullish(),
      blobId: z.string().nullish(),
      lfs: z.object({ sha256: z.string(), size: z.number().int() }).nullish(),
    }),
  ),
})

export interface HubAccess {
  base?: string
  /** A read token, for gated models; sent to the hub only. */
  token?: string | undefined
  get?: typeof fetch
  signal?: AbortSignal | undefined
}

/** Asks the hub for the model's files at a revision. Throws `WeightsError`. */
export async function findHubModel(
  { id, revision, file }: HubModel,
  { base = publicHub, token, get = fetch, signal }: HubAccess = {},
): Promise<RemoteModel> {
  const headers = token ? { authorization: `Bearer ${token}` } : undefined
  const asked = {
    what: `${id}${revision === 'main' ? '' : ` at ${revision}`}`,
    from: new URL(base).host,
    token: token !== undefined,
  }
  let response: Response
  try {
    response = await answerOf(
      get,
      `${base}/api/models/${id}/revision/${encodeURIComponent(revision)}?blobs=true`,
      {
        ...(headers && { headers }),
        ...(signal && { signal }),
      },
    )
  } catch (error) {
    throw connectionFailed(asked.what, asked.from, error, signal)
  }
  if (!response.ok) throw refused(asked, response)
  const info = infoSchema.safeParse(await withinSilence(response.json()).catch(() => null))
  if (!info.success)
    throw new WeightsError(
      `${asked.from} did not answer as a model hub does.`,
      'Its answer is not the list of files that was asked for; a page for people may stand before it.',
      'Check the address of the hub, or sign in where your network asks for it, and try again.',
    )
  const { sha, siblings, cardData } = info.data
  const files = siblings.map(({ rfilename, size, blobId, lfs }): RemoteFile => ({
    name: rfilename,
    // The commit, not the branch: what was begun can be gone on with although the branch moves.
    url: `${base}/${id}/resolve/${sha}/${rfilename.split('/').map(encodeURIComponent).join('/')}`,
    size: lfs?.size ?? size ?? null,
    hash: lfs ? { kind: 'sha256', hex: lfs.sha256 } : blobId ? { kind: 'git-sha1', hex: blobId } : null,
  }))
  const license = cardData?.license
  return {
    key: hubKey({ id, revision, file }),
    name: file ? `${id.split('/')[1]!} (${file})` : id.split('/')[1]!,
    origin: `${asked.from}/${id}`,
    version: sha,
    license: Array.isArray(license) ? license.join(', ') : (license ?? null),
    files: chooseFiles(asked.what, files, file),
    authorization: headers?.authorization ?? null,
  }
}

/** What of a repository is needed: one GGUF, or the configuration, the tokenizer and the safetensors. */
function chooseFiles(model: string, files: readonly RemoteFile[], file?: string): RemoteFile[] {
  const gguf = files.filter(({ name }) => name.endsWith('.gguf') && !/mmproj/i.test(name))
  if (file !== undefined) {
    const chosen = files.find(({ name }) => name === file)
    if (!chosen)
      throw new WeightsError(
        `${model} has no file ${file}.`,
        gguf.length > 0 ? `Its GGUF files are ${listed(gguf)}.` : 'It has no GGUF file at all.',
        'Check the name of the file, or leave it out.',
      )
    return [chosen]
  }
  const weights = files.filter(({ name }) => /^model(-\d+-of-\d+)?\.safetensors$/.test(name))
  if (weights.length > 0) {
    const sharded = files.filter(({ name }) => name === indexName)
    const shards = sharded.length > 0 ? weights.filter(({ name }) => name !== 'model.safetensors') : weights
    return [
      ...files.filter(({ name }) => besideWeights.some((beside) => beside === name)),
      ...sharded,
      ...shards,
    ]
  }
  if (gguf.length === 1) return gguf
  if (gguf.length > 1)
    throw new WeightsError(
      `${model} has several GGUF files.`,
      `They are ${listed(gguf)}.`,
      'Name one of them as the file; Q8_0 and Q4_0 run without loss of what is stored.',
    )
  throw new WeightsError(
    `${model} has no weights that can be read.`,
    'There is neither model.safetensors nor a GGUF file in it.',
    'Look for the model in another form: its name with "GGUF" behind it is often one.',
  )
}

function listed(files: readonly RemoteFile[]): string {
  return files.map(({ name }) => name).join(', ')
}
