/**
 * A hub of one's own for tests: the URLs, redirects to a second origin, ranges, hashes and error
 * headers of the Hugging Face hub over files in memory; and every way in which a server can misbehave.
 */
import { createHash } from 'node:crypto'
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'

export interface Repository {
  files: Record<string, Uint8Array>
  license?: string
  /** Opened by this token only. */
  token?: string
}

/** How the next answers for a file go wrong; taken away when used up. */
interface Misbehaviour {
  times: number
  /** Answer this instead. */
  status?: number
  html?: boolean
  /** Close the connection after so many bytes of an answer. */
  dropAfter?: number
  /** Keep the connection after so many bytes of an answer, and send nothing more. */
  silentAfter?: number
  /** Close the connection at this byte of the file, wherever an answer begins. */
  dropAt?: number
  /** Send so many bytes less than the file has, and say so: a shorter file. */
  short?: number
  /** Send so many more. */
  long?: number
  /** Flip a bit. */
  flip?: boolean
  ignoreRange?: boolean
  /** Bytes a millisecond, roughly. */
  slow?: number
}

export interface HubServer {
  /** Of the hub; files come from another origin. */
  base: string
  /** A server that has no API: the plain files at BASE/files/ID/NAME. */
  plain: string
  misbehave(file: string, how: Misbehaviour): void
  /** `GET /path`, with the range asked for behind it. */
  readonly requests: string[]
  close(): Promise<void>
}

const exposed =
  'X-Error-Code,X-Error-Message,ETag,Content-Range,Accept-Ranges,X-Repo-Commit,X-Linked-Size,X-Linked-ETag'
const headers = {
  'Access-Control-Allow-Origin': '*',
  'Access-Control-Allow-Headers': 'authorization,range',
  'Access-Control-Expose-Headers': exposed,
}

export async function startHub(repositories: Record<string, Repository>): Promise<HubServer> {
  const requests: string[] = []
  const misbehaviours = new Map<string, Misbehaviour>()
  const next = (file: string): Misbehaviour | undefined => {
    const how = misbehaviours.get(file)
    if (how && --how.times <= 0) misbehaviours.delete(file)
    return how
  }
  const end = (response: ServerResponse, status: number, body: string, more: Record<string, string> = {}) => {
    response.writeHead(status, { ...headers, ...more })
    response.end(body)
  }

  const hub = createServer((request, response) => {
    const url = note(request, requests)
    if (request.method === 'OPTIONS') return end(response, 204, '')
    const [, id, what] = /^(?:\/api\/models)?\/([\w.-]+\/[\w.-]+)\/(.*)$/.exec(url.pathname) ?? []
    const repository = id === undefined ? undefined : repositories[id]
    if (!repository || what === undefined)
      return end(response, 401, 'Invalid username or password.', { 'X-Error-Code': 'RepoNotFound' })
    if (repository.token !== undefined && request.headers.authorization !== `Bearer ${repository.token}`) {
      const known = request.headers.authorization !== undefined
      return end(response, known ? 403 : 401, 'Access to model is restricted.', {
        'X-Error-Code': 'GatedRepo',
      })
    }
    if (url.pathname.startsWith('/api/')) {
      const revision = decodeURIComponent(what.replace(/^revision\//, ''))
      if (revision !== 'main' && revision !== commit(repository))
        return end(response, 404, '', { 'X-Error-Code': 'RevisionNotFound' })
      const how = next('api')
      if (how?.html)
        return end(response, 200, '<!doctype html><p>Welcome to the hotel', { 'Content-Type': 'text/html' })
      if (how?.status) return end(response, how.status, '')
      return end(response, 200, JSON.stringify(info(id!, repository)), { 'Content-Type': 'application/json' })
    }
    const [, revision, name] = /^resolve\/([^/]+)\/(.+)$/.exec(what) ?? []
    const file = repository.files[decodeURIComponent(name ?? '')]
    if (!file || (revision !== 'main' && revision !== commit(repository)))
      return end(response, 404, '', { 'X-Error-Code': 'EntryNotFound' })
    response.writeHead(302, {
      ...headers,
      Location: `${originOf(files)}/${id}/${name}?signature=x`,
      ETag: `"${sha256(file)}"`,
      'X-Linked-ETag': `"${sha256(file)}"`,
      'X-Linked-Size': String(file.length),
      'X-Repo-Commit': commit(repository),
    })
    response.end()
  })

  const files = createServer((request, response) => {
    const url = note(request, requests)
    if (request.method === 'OPTIONS') return end(response, 204, '')
    const [, id, name = ''] = /^(?:\/files)?\/([\w.-]+\/[\w.-]+)\/(.+)$/.exec(url.pathname) ?? []
    const found = id === undefined ? undefined : repositories[id]?.files[decodeURIComponent(name)]
    if (!found) return end(response, 404, '')
    const how = next(decodeURIComponent(name))
    if (how?.status) return end(response, how.status, '')
    if (how?.html)
      return end(response, 200, '<!doctype html><p>Please sign in', {
        'Content-Type': 'text/html; charset=utf-8',
      })
    const file = changed(found, how)
    const from = how?.ignoreRange ? 0 : Number(/^bytes=(\d+)-$/.exec(request.headers.range ?? '')?.[1] ?? 0)
    if (from >= file.length) return end(response, 416, '', { 'Content-Range': `bytes */${file.length}` })
    const body = file.subarray(from)
    response.writeHead(from > 0 ? 206 : 200, {
      ...headers,
      'Content-Type': name.endsWith('.json') ? 'application/json' : 'application/octet-stream',
      'Content-Length': String(body.length),
      ETag: `"${sha256(found)}"`,
      ...(from > 0 && { 'Content-Range': `bytes ${from}-${file.length - 1}/${file.length}` }),
    })
    const sent = how?.dropAt === undefined ? how?.dropAfter : Math.max(0, how.dropAt - from)
    if (sent !== undefined && sent < body.length)
      return void response.write(body.subarray(0, sent), () => setTimeout(() => response.destroy(), 150))
    if (how?.silentAfter !== undefined) return void response.write(body.subarray(0, how.silentAfter))
    if (how?.slow) return trickle(response, body, how.slow)
    response.end(body)
  })

  await Promise.all([listen(hub), listen(files)])
  return {
    base: originOf(hub),
    plain: `${originOf(files)}/files`,
    misbehave: (file, how) => void misbehaviours.set(file, { ...how }),
    requests,
    close: async () => {
      for (const server of [hub, files]) {
        server.closeAllConnections()
        await new Promise((resolve) => server.close(resolve))
      }
    },
  }
}

function changed(file: Uint8Array, how: Misbehaviour | undefined): Uint8Array {
  if (how?.short) return file.subarray(0, file.length - how.short)
  if (how?.long) return new Uint8Array([...file, ...new Uint8Array(how.long)])
  if (!how?.flip) return file
  const flipped = file.slice()
  flipped[file.length >> 1]! ^= 1
  return flipped
}

function trickle(response: ServerResponse, body: Uint8Array, bytesPerMs: number): void {
  let at = 0
  const step = 20 * bytesPerMs
  const timer = setInterval(() => {
    if (response.destroyed) return clearInterval(timer)
    response.write(body.subarray(at, (at += step)))
    if (at < body.length) return
    clearInterval(timer)
    response.end()
  }, 20)
}

/** As `/api/models/ID/revision/REV?blobs=true` answers: large files with their SHA-256, small ones with git's name alone. */
function info(id: string, repository: Repository) {
  return {
    id,
    sha: commit(repository),
    gated: repository.token === undefined ? false : 'manual',
    cardData: { license: repository.license ?? 'mit' },
    siblings: Object.entries(repository.files).map(([rfilename, bytes]) => ({
      rfilename,
      size: bytes.length,
      blobId: createHash('sha1').update(`blob ${bytes.length}\0`).update(bytes).digest('hex'),
      ...(/\.(safetensors|gguf)$/.test(rfilename) && {
        lfs: { sha256: sha256(bytes), size: bytes.length, pointerSize: 134 },
      }),
    })),
  }
}

function commit(repository: Repository): string {
  const hash = createHash('sha1')
  for (const [name, bytes] of Object.entries(repository.files)) hash.update(name).update(bytes)
  return hash.digest('hex')
}

const sha256 = (bytes: Uint8Array) => createHash('sha256').update(bytes).digest('hex')

function note(request: IncomingMessage, requests: string[]): URL {
  const { range } = request.headers
  requests.push(`${request.method} ${request.url}${range ? ` ${range}` : ''}`)
  return new URL(request.url ?? '/', 'http://hub')
}

const listen = (server: Server) => new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
const originOf = (server: Server) => `http://127.0.0.1:${(server.address() as AddressInfo).port}`
