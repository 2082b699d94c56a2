/**
 * Runs functions of src/ inside a real Chromium: the same modules, served by Vite, on the browser's
 * own wasm or WebGPU. For headless commands and for tests that compare backends.
 */
import { fileURLToPath } from 'node:url'
import { chromium, type Browser } from 'playwright'
import { createServer, type ViteDevServer } from 'vite'
import { ensureBrowser } from './ensure-browser.mjs'
import { launchArgs } from './browser.mjs'
import { isolation } from './headers.ts'

const root = fileURLToPath(new URL('..', import.meta.url))
/** An empty page of the lab's own origin, with its headers but none of its code. */
const blank = '/__blank__'

export class BrowserHost {
  private constructor(
    private readonly server: ViteDevServer,
    private readonly browser: Browser,
    private readonly page: Awaited<ReturnType<Browser['newPage']>>,
  ) {}

  /**
   * @param allow folders outside the checkout that `url` may serve
   * @param asked hears of every request that the page and its workers make, by its URL
   */
  static async open(
    backend: 'wasm' | 'webgpu',
    { allow = [] as readonly string[], log = (_line: string) => {}, asked = (_url: string) => {} } = {},
  ): Promise<BrowserHost> {
    const { path } = ensureBrowser()
    const server = await createServer({
      root,
      logLevel: 'error',
      // Several may run at once on a machine: any free port, no watchers, and a cache of their own is not needed.
      server: { port: 0, watch: null, hmr: false, fs: { allow: [root, ...allow] } },
      plugins: [
        {
          name: 'blank-page',
          configureServer: (s) =>
            void s.middlewares.use(blank, (_request, response) => {
              response.setHeader('Content-Type', 'text/html')
              // The server adds these to its own answers alone; without them WebAssembly has one thread.
              for (const [header, value] of Object.entries(isolation)) response.setHeader(header, value)
              response.end('<!doctype html><title>blank</title>')
            }),
        },
      ],
    })
    await server.listen()
    const browser = await chromium.launch({ executablePath: path, args: launchArgs(backend) })
    const page = await browser.newPage()
    page.on('console', (message) => log(`${message.type()}: ${message.text()}`))
    page.on('pageerror', (error) => log(`error: ${error.message}`))
    page.context().on('request', (request) => asked(request.url()))
    await page.goto(`${server.resolvedUrls!.local[0]!.replace(/\/$/, '')}${blank}`)
    return new BrowserHost(server, browser, page)
  }

  /** Calls `export name` of a module (path from the checkout's root, as `packages/ort-train/src/runtime/webgpu.ts`) with JSON arguments. */
  async call<T>(module: string, name: string, ...args: unknown[]): Promise<T> {
    return (await this.page.evaluate(
      async ({ url, name, args }) => {
        const loaded = (await import(/* @vite-ignore */ url)) as Record<
          string,
          (...args: unknown[]) => unknown
        >
        const body = loaded[name]
        if (!body) throw new Error(`${url} exports no ${name}.`)
        return body(...args)
      },
      { url: `/${module}`, name, args },
    )) as T
  }

  /** Where the page finds a file of this machine. */
  url(file: string): string {
    return `/@fs/${file.replace(/^\//, '')}`
  }

  async close(): Promise<void> {
    await this.browser.close()
    await this.server.close()
  }
}
