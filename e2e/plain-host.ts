/** The plainest of hosts: files under folders, no headers but their type. What it serves can change while pages are open. */
import { existsSync, readFileSync, statSync } from 'node:fs'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import path from 'node:path'

const types: Record<string, string> = {
  '.html': 'text/html',
  '.js': 'text/javascript',
  '.mjs': 'text/javascript',
  '.css': 'text/css',
  '.json': 'application/json',
  '.wasm': 'application/wasm',
  '.svg': 'image/svg+xml',
  '.woff2': 'font/woff2',
}

export interface PlainHost {
  origin: string
  /** Folders on disk by the path that they are served under, for instance `{ '/lab/': 'dist' }`. */
  mounts: Record<string, string>
  /** Answers in place of a file, by its path: a page of text, given with status 200. */
  instead: Map<string, string>
  /** Sent with every answer; none from the start. */
  headers: Record<string, string>
  /** Ends the server and every connection: there is no network any more. */
  end(): Promise<void>
}

export async function plainHost(mounts: Record<string, string>): Promise<PlainHost> {
  const instead = new Map<string, string>()
  const server = createServer((request, response) => {
    const wanted = decodeURIComponent(new URL(request.url ?? '/', 'http://localhost').pathname)
    const page = instead.get(wanted)
    if (page !== undefined)
      return void response.writeHead(200, { ...host.headers, 'Content-Type': 'text/html' }).end(page)
    const mount = Object.keys(host.mounts)
      .sort((a, b) => b.length - a.length)
      .find((each) => wanted.startsWith(each))
    const file =
      mount &&
      path.join(
        host.mounts[mount]!,
        path.normalize(`/${wanted.slice(mount.length)}`),
        wanted.endsWith('/') ? 'index.html' : '',
      )
    // A folder's address without its slash is sent on, as plain hosts do.
    if (Object.hasOwn(host.mounts, `${wanted}/`))
      return void response.writeHead(301, { Location: `${wanted}/` }).end()
    if (!file || !existsSync(file)) return void response.writeHead(404).end('Not found')
    response.writeHead(200, {
      ...host.headers,
      'Content-Type': types[path.extname(file)] ?? 'application/octet-stream',
      'Content-Length': statSync(file).size,
      'Last-Modified': statSync(file).mtime.toUTCString(),
    })
    response.end(request.method === 'HEAD' ? undefined : readFileSync(file))
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  const host: PlainHost = {
    origin: `http://localhost:${(server.address() as AddressInfo).port}`,
    mounts,
    instead,
    headers: {},
    end: () => {
      server.closeAllConnections()
      return new Promise((resolve) => void server.close(() => resolve()))
    },
  }
  return host
}
