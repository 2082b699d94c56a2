/**
 * Serves models/ beside the page: from the checkout in dev, copied into dist/models by a build. Each
 * model folder gets a `manifest.json` with the size and SHA-256 of its files, so that the page can say
 * how much it will load before it loads, and tell a damaged file from a good one.
 */
import { createHash } from 'node:crypto'
import { createReadStream, existsSync, readdirSync, readFileSync, statSync } from 'node:fs'
import type { IncomingMessage, ServerResponse } from 'node:http'
import path from 'node:path'
import type { Plugin } from 'vite'

/** What the page loads of a model; cards and training logs stay out of the bundle. */
const shipped = [
  'config.json',
  'generation_config.json',
  'model.safetensors',
  'tokenizer.json',
  'tokenizer_config.json',
]

export function models(root: string): Plugin {
  return {
    name: 'models',
    configureServer: (server) => void server.middlewares.use(middleware(root)),
    // A preview answers unknown paths with the page itself: a missing model file must stay a 404 there.
    configurePreviewServer: (server) =>
      void server.middlewares.use(missing(path.resolve(server.config.root, server.config.build.outDir))),
    generateBundle() {
      for (const model of folders(root)) {
        for (const name of files(root, model))
          this.emitFile({
            type: 'asset',
            fileName: `models/${model}/${name}`,
            source: readFileSync(path.join(root, model, name)),
          })
        this.emitFile({
          type: 'asset',
          fileName: `models/${model}/manifest.json`,
          source: manifest(root, model),
        })
      }
    },
  }
}

/** Bytes of each model as shipped. */
export function modelBytes(root: string): Record<string, number> {
  return Object.fromEntries(
    folders(root).map((model) => [
      model,
      files(root, model).reduce((sum, name) => sum + statSync(path.join(root, model, name)).size, 0),
    ]),
  )
}

function folders(root: string): string[] {
  if (!existsSync(root)) return []
  return readdirSync(root, { withFileTypes: true })
    .filter((entry) => entry.isDirectory())
    .map((entry) => entry.name)
}

function files(root: string, model: string): string[] {
  return shipped.filter((name) => existsSync(path.join(root, model, name)))
}

function manifest(root: string, model: string): string {
  const entries = files(root, model).map((name) => {
    const bytes = readFileSync(path.join(root, model, name))
    return { name, bytes: bytes.length, sha256: createHash('sha256').update(bytes).digest('hex') }
  })
  return JSON.stringify({ files: entries }, null, 2)
}

type Next = () => void

function middleware(root: string) {
  return (request: IncomingMessage, response: ServerResponse, next: Next) => {
    const [, model, name] = /^\/models\/([\w.-]+)\/([\w.-]+)$/.exec(pathOf(request)) ?? []
    if (model === undefined || name === undefined) return next()
    if (!folders(root).includes(model)) return notFound(response)
    if (name === 'manifest.json') {
      response.setHeader('Content-Type', 'application/json')
      response.end(manifest(root, model))
      return
    }
    if (!files(root, model).includes(name)) return notFound(response)
    const file = path.join(root, model, name)
    response.setHeader(
      'Content-Type',
      name.endsWith('.json') ? 'application/json' : 'application/octet-stream',
    )
    response.setHeader('Content-Length', statSync(file).size)
    createReadStream(file).pipe(response)
  }
}

function missing(dist: string) {
  return (request: IncomingMessage, response: ServerResponse, next: Next) => {
    const wanted = pathOf(request)
    if (wanted.startsWith('/models/') && !existsSync(path.join(dist, path.normalize(wanted))))
      return notFound(response)
    next()
  }
}

function pathOf(request: IncomingMessage): string {
  return decodeURIComponent(new URL(request.url ?? '/', 'http://localhost').pathname)
}

function notFound(response: ServerResponse): void {
  response.statusCode = 404
  response.end('Not found')
}
