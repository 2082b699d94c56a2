/** What a page of the lab takes: the memory of its process, and what of it is whose. */
import { execFileSync } from 'node:child_process'
import { readFileSync } from 'node:fs'
import type { Browser, Page } from '@playwright/test'

export interface Memory {
  /** Memory that the page's process has written and does not share, MB. */
  mb: number
  /** JavaScript heap of the page alone, MB. */
  heapMb: number
  /** What the page and its workers hold of the process, buffers and WebAssembly included, MB, by their script; null where the browser does not say. */
  heldMb: Record<string, number> | null
  /** Nodes of the page, those that are on it no more and are still held among them, and its listeners. */
  nodes: number
  listeners: number
}

/** With the garbage collected. The browser must have been started with `memoryArgs`. */
export async function memoryOf(browser: Browser, page: Page): Promise<Memory> {
  const collect = () => (globalThis as unknown as { gc?: () => void }).gc?.()
  await page.evaluate(collect)
  // A worker that waits in WebAssembly for its next task hears nothing.
  const asked = (worker: ReturnType<Page['workers']>[number]) =>
    Promise.race([worker.evaluate(collect).catch(() => undefined), page.waitForTimeout(5000)])
  await Promise.all(page.workers().map(asked))
  const session = await page.context().newCDPSession(page)
  await session.send('Performance.enable')
  // What one collection frees of the page lets another free what it held.
  for (let i = 0; i < 2; i++) await session.send('HeapProfiler.collectGarbage')
  const { metrics } = await session.send('Performance.getMetrics')
  await session.detach()
  const count = (name: string) => metrics.find((metric) => metric.name === name)?.value ?? 0
  return {
    mb: Math.round((await privateBytes(browser)) / 1e6),
    heapMb: tenths(count('JSHeapUsedSize')),
    heldMb: await held(page),
    nodes: count('Nodes'),
    listeners: count('JSEventListeners'),
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
  const session = await of.newBrowserCDPSession()
  const { processInfo } = (await session.send('SystemInfo.getProcessInfo')) as {
    processInfo: { type: string; id: number }[]
  }
  await session.detach()
  const bytes = processInfo.filter(({ type }) => type === 'renderer').map(({ id }) => privateOf(id))
  return Math.max(0, ...bytes)
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
