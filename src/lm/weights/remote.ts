/** A model that lies on a server: what to fetch, and what tells a whole file from a damaged one. */
import { besideWeights, mayBeAbsent } from './open.ts'
import { WeightsError } from './weights-error.ts'

export interface RemoteFile {
  name: string
  url: string
  /** Null until the server says it. */
  size: number | null
  /** SHA-256 of the bytes, or git's name for them (SHA-1 over `blob LENGTH\0` and the bytes); null where the server tells neither, and length is all that is known. */
  hash: { kind: 'sha256' | 'git-sha1'; hex: string } | null
  /** Of a server without hashes: a file that may be absent. */
  optional?: boolean
}

export interface RemoteModel {
  /** Names the model in the storage: the same key, the same model. */
  key: string
  /** For people. */
  name: string
  /** Where it comes from, for people: host and path. */
  origin: string
  /** Commit; '' where the server has no versions. Parts of another one are not gone on with. */
  version: string
  license: string | null
  files: RemoteFile[]
  /** Header for every request. Browsers drop it by themselves where the server sends them on to another host. */
  authorization: string | null
}

/** The model behind a plain URL: a GGUF file, or a folder (or model.safetensors in it) with the usual names. Throws `WeightsError`. */
export function modelAtUrl(text: string): RemoteModel {
  const url = URL.canParse(text.trim()) ? new URL(text.trim()) : null
  if (!url || !/^https?:$/.test(url.protocol))
    throw new WeightsError(
      'This is no address of a model.',
      `"${text}" is neither owner/name of a hub nor an http address.`,
      'Give owner/name, or the address of a GGUF file or of a folder with model.safetensors.',
    )
  url.hash = ''
  const last = decodeURIComponent(url.pathname.split('/').at(-1)!)
  const common = { version: '', license: null, authorization: null, origin: url.host + url.pathname }
  if (last.endsWith('.gguf'))
    return {
      ...common,
      key: url.href,
      name: last.replace(/\.gguf$/, ''),
      files: [{ name: last, url: url.href, size: null, hash: null }],
    }
  const folder = new URL(last === '' || !last.includes('.') ? url.href.replace(/\/?$/, '/') : '.', url)
  const weights = last.endsWith('.safetensors') ? last : 'model.safetensors'
  const names = [...besideWeights, weights]
  return {
    ...common,
    key: folder.href,
    name: decodeURIComponent(folder.pathname.split('/').at(-2) || folder.host),
    files: names.map((name) => ({
      name,
      url: new URL(encodeURIComponent(name), folder).href,
      size: null,
      hash: null,
      ...(mayBeAbsent.includes(name) && { optional: true }),
    })),
  }
}
