/** The built page at an address of this machine, with the headers that it is made for, and a few files beside it. */
import { createReadStream, existsSync, statSync } from 'node:fs'
import { createServer, type Server, type ServerResponse } from 'node:http'
import path from 'node:path'
import { headers } from '../scripts/headers.ts'
import { ExplainedError } from '../src/explained-error.ts'

const types: Readonly<Record<string, string>> = {
  '.css': 'text/css; charset=utf-8',
  '.html': 'text/html; charset=utf-8',
  '.js': 'text/javascript; charset=utf-8',
  '.json': 'application/json',
  '.mjs': 'text/javascript; charset=utf-8',
  '.svg': 'image/svg+xml',
  '.txt': 'text/plain; charset=utf-8',
  '.wasm': 'application/wasm',
  '.webmanifest': 'application/manifest+json',
  '.woff2': 'font/woff2',
}

/** Only this machine can ask it; it answers for the page's folder and for the files given by name, and for nothing else. */
export function serve(
  folder: string,
  files: ReadonlyMap<string, string>,
  port: number,
): Promise<{ server: Server; address: string }> {
  const host = '127.0.0.1'
  const server = createServer((request, response) => {
    const file = fileOf(request.url ?? '/', folder, files)
    if (file === null || !existsSync(file) || !statSync(file).isFile()) return missing(response)
    response.writeHead(200, {
      ...headers,
      'Content-Type': types[path.extname(file)] ?? 'application/octet-stream',
      'Content-Length': statSync(file).size,
      // What is looked at may be written anew between two looks.
      'Cache-Control': 'no-cache',
    })
    if (request.method === 'HEAD') response.end()
    else createReadStream(file).pipe(response)
  })
  return new Promise((resolve, reject) => {
    server.once('error', (error: NodeJS.ErrnoException) =>
      reject(
        error.code === 'EADDRINUSE'
          ? new ExplainedError(
              `Port ${port} is taken.`,
              'Another program listens there.',
              'Name another with --port, or 0 for any that is free.',
            )
          : error,
      ),
    )
    server.listen(port, host, () => {
      const at = server.address()
      resolve({ server, address: `http://${host}:${typeof at === 'object' && at ? at.port : port}/` })
    })
  })
}

/** Null for an address outside the folder. */
function fileOf(url: string, folder: string, files: ReadonlyMap<string, string>): string | null {
  let name: string
  try {
    name = decodeURIComponent(new URL(url, 'http://localhost').pathname)
  } catch {
    return null
  }
  const given = files.get(name)
  if (given !== undefined) return given
  const file = path.join(folder, name.endsWith('/') ? `${name}index.html` : name)
  return file.startsWith(folder + path.sep) ? file : null
}

function missing(response: ServerResponse): void {
  response.writeHead(404, headers)
  response.end('Not found')
}
