/** The measurement in Chromium, from outside: the page's figures, and the peak of its renderer's resident memory and its processor time from /proc (Linux). */
import { readdirSync, readFileSync } from 'node:fs'
import { dirname } from 'node:path'
import { BrowserHost } from '../../../scripts/in-browser.ts'
import type { StepCost } from './measure.ts'
import type { Stock } from './stock.ts'

export interface ChromiumCost extends StepCost {
  /** Bytes at the peak, of the renderer that held most. */
  peakResident: number
  /** Processor seconds of that renderer. */
  processor: number
}

export async function stepCostInChromium(
  stock: Stock,
  backend: 'wasm' | 'webgpu',
  steps = 2,
): Promise<ChromiumCost> {
  const before = new Set(renderers().map(({ pid }) => pid))
  const host = await BrowserHost.open(backend, { allow: stock.from === 'file' ? [dirname(stock.url)] : [] })
  try {
    const cost = await host.call<StepCost>(
      'experiments/measures/step-cost/in-browser.ts',
      'stepCostHere',
      backend,
      stock.from === 'file' ? { ...stock, url: host.url(stock.url) } : stock,
      steps,
    )
    const own = renderers().filter(({ pid }) => !before.has(pid) && descends(pid, process.pid))
    const largest = own.reduce((a, b) => (b.peak > a.peak ? b : a), { peak: 0, processor: 0 })
    return { ...cost, peakResident: largest.peak, processor: largest.processor }
  } finally {
    await host.close()
  }
}

interface Renderer {
  pid: number
  peak: number
  processor: number
}

/** Renderers of any Chromium of this machine. */
function renderers(): Renderer[] {
  const ticks = 100
  return readdirSync('/proc').flatMap((name): Renderer[] => {
    if (!/^\d+$/.test(name)) return []
    try {
      if (!readFileSync(`/proc/${name}/cmdline`, 'utf8').includes('--type=renderer')) return []
      const peak = /VmHWM:\s+(\d+) kB/.exec(readFileSync(`/proc/${name}/status`, 'utf8'))?.[1] ?? '0'
      const [, , , , , , , , , , , user, system] = statOf(name)
      return [
        { pid: Number(name), peak: Number(peak) * 1024, processor: (Number(user) + Number(system)) / ticks },
      ]
    } catch {
      // It has ended meanwhile.
      return []
    }
  })
}

/** Fields of /proc/PID/stat from the state on. */
function statOf(pid: string | number): string[] {
  return readFileSync(`/proc/${pid}/stat`, 'utf8')
    .replace(/^.*\) /, '')
    .split(' ')
}

function descends(pid: number, ancestor: number): boolean {
  for (let at = pid; at > 1; at = Number(statOf(at)[1])) if (at === ancestor) return true
  return false
}
