/** Answers for the embedded page: `?embed` is its address too, and the preview serves it with headers of its own. */
import { createReadStream } from 'node:fs'
import path from 'node:path'
import type { Plugin } from 'vite'
import { embedHeaders } from './headers.ts'

const page = 'embed.html'

/** The page's own path for an address that means it; null for any other. */
function embedded(url = '/'): string | null {
  const { pathname, searchParams } = new URL(url, 'http://localhost')
  return pathname === `/${page}` || (pathname === '/' && searchParams.has('embed')) ? `/${page}` : null
}

export function embed(): Plugin {
  return {
    name: 'embed',
    configureServer: (server) =>
      void server.middlewares.use((request, _, next) => {
        request.url = embedded(request.url) ?? request.url
        next()
      }),
    configurePreviewServer: (server) =>
      void server.middlewares.use((request, response, next) => {
        if (embedded(request.url) === null) return next()
        response.writeHead(200, {
          ...embedHeaders,
          'Content-Type': 'text/html; charset=utf-8',
          'Cache-Control': 'no-cache',
        })
        createReadStream(path.resolve(server.config.root, server.config.build.outDir, page)).pipe(response)
      }),
  }
}
