/** What a page of the lab takes: the memory of its process, and what of it is whose. */
import { execFileSync } from 'node:child_process'
import { readFileSync } from 'node:fs'
import type { Browser, CDPSession, Page } from '@playwright/test'

export interface Memory {
  /** Memory that the page's process has written and does not share, MB: the least of a few readings while the run rests. */
  mb: number
  /** JavaScript heap of the page alone, MB. */
  heapMb: number
  /** What the page and its workers hold of the process, buffers and WebAssembly included, MB, by their script; null where the browser does not say. */
  heldMb: Record<string, number> | null
  /** Nodes of the page, those that are on it no more and are still held among them, and its listeners. */
  nodes: number
  listeners: number
}

/** What the page has been made to do since it was opened. */
export interface Work {
  layouts: number
  restyles: number
  /** Milliseconds of its main thread: all tasks, and the scripts of them. */
  taskMs: number
  scriptMs: number
}

/** Every kind of work by its name. */
export const works = (of: (name: keyof Work) => number): Work => ({
  layouts: of('layouts'),
  restyles: of('restyles'),
  taskMs: of('taskMs'),
  scriptMs: of('scriptMs'),
})

/** Readings of one page, whose browser must have been started with `memoryArgs`. */
export class PageMeter {
  private constructor(
    private readonly browser: Browser,
    private readonly page: Page,
    private readonly session: CDPSession,
  ) {}

  /** From here on its work is counted. */
  static async of(browser: Browser, page: Page): Promise<PageMeter> {
    const session = await page.context().newCDPSession(page)
    await session.send('Performance.enable')
    return new PageMeter(browser, page, session)
  }

  async work(): Promise<Work> {
    const count = await this.metrics()
    const names = {
      layouts: 'LayoutCount',
      restyles: 'RecalcStyleCount',
      taskMs: 'TaskDuration',
      scriptMs: 'ScriptDuration',
    }
    return works((name) => Math.round((name.endsWith('Ms') ? 1000 : 1) * count(names[name])))
  }

  /** With the garbage collected. */
  async memory(): Promise<Memory> {
    const { page } = this
    const collect = () => (globalThis as unknown as { gc?: () => void }).gc?.()
    await page.evaluate(collect)
    // A worker that waits in WebAssembly for its next task hears nothing.
    const asked = (worker: ReturnType<Page['workers']>[number]) =>
      Promise.race([worker.evaluate(collect).catch(() => undefined), page.waitForTimeout(5000)])
    await Promise.all(page.workers().map(asked))
    // What one collection frees of the page lets another free what it held.
    for (let i = 0; i < 2; i++) await this.session.send('HeapProfiler.collectGarbage')
    const count = await this.metrics()
    const heldMb = await held(page)
    // Heaps give back in the background what a collection has freed.
    let least = await privateBytes(this.browser)
    for (let i = 0; i < 4; i++) {
      await page.waitForTimeout(500)
      least = Math.min(least, await privateBytes(this.browser))
    }
    return {
      mb: Math.round(least / 1e6),
      heapMb: tenths(count('JSHeapUsedSize')),
      heldMb,
      nodes: count('Nodes'),
      listeners: count('JSEventListeners'),
    }
  }

  /** The same once the browser was told that the machine has no memory left: without what its heaps have freed and not given back. */
  async retained(): Promise<Memory> {
    for (let i = 0; i < 2; i++) {
      await this.session.send('Memory.simulatePressureNotification', { level: 'critical' })
      await this.page.waitForTimeout(1000)
    }
    return this.memory()
  }

  private async metrics(): Promise<(name: string) => number> {
    const { metrics } = await this.session.send('Performance.getMetrics')
    return (name) => metrics.find((metric) => metric.name === name)?.value ?? 0
  }
}

export const memoryArgs = ['--js-flags=--expose-gc', '--enable-blink-features=ForceEagerMeasureMemory']

const tenths = (bytes: number) => Math.round(bytes / 1e5) / 10

interface Measured {
  breakdown: { bytes: number; attribution: { scope: string; url: string }[] }[]
}

async function held(page: Page): Promise<Record<string, number> | null> {
  const measured = await Promise.race([
    page.evaluate(() =>
      (performance as unknown as { measureUserAgentSpecificMemory(): Promise<Measured> })
        .measureUserAgentSpecificMemory()
        .catch(() => null),
    ),
    page.waitForTimeout(10_000).then(() => null),
  ])
  if (!measured) return null
  const sums = new Map<string, number>()
  for (const { bytes, attribution } of measured.breakdown) {
    const [of] = attribution
    const name = !of ? 'shared' : of.scope === 'Window' ? 'page' : of.url.split('/').at(-1)!
    sums.set(name, (sums.get(name) ?? 0) + bytes)
  }
  return Object.fromEntries([...sums].filter(([, bytes]) => bytes > 0).map(([k, v]) => [k, tenths(v)]))
}

/** Of the largest renderer: the other pages of the browser are closed. */
async function privateBytes(of: Browser): Promise<number> {
  return Math.max(0, ...(await renderers(of)).map(({ id }) => privateOf(id)))
}

/** Milliseconds that all threads of the page's process have worked. */
export async function cpuMs(of: Browser): Promise<number> {
  return Math.max(0, ...(await renderers(of)).map(({ cpuTime }) => 1000 * cpuTime))
}

async function renderers(of: Browser): Promise<{ id: number; cpuTime: number }[]> {
  const session = await of.newBrowserCDPSession()
  const { processInfo } = await session.send('SystemInfo.getProcessInfo')
  await session.detach()
  return processInfo.filter(({ type }) => type === 'renderer')
}

/** Pages that were only read, as of the browser's own program, come and go as the machine has room. */
function privateOf(pid: number): number {
  try {
    const lines = readFileSync(`/proc/${pid}/smaps_rollup`, 'utf8')
    return Number(/^Private_Dirty:\s+(\d+) kB/m.exec(lines)![1]) * 1024
  } catch {
    // Elsewhere the resident set is the nearest there is.
    return Number(execFileSync('ps', ['-o', 'rss=', '-p', String(pid)], { encoding: 'utf8' })) * 1024
  }
}
