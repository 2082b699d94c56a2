/** A live run at full speed as a soak watches it: the page that plays it, and what it takes at some of its updates. */
import { expect } from '@playwright/test'
import type { Browser, BrowserContext, Page } from 'playwright'
import { contention } from '../scripts/contention.ts'
import { LabPage } from './lab-page.ts'
import { cpuMs, PageMeter, works, type Memory, type Work } from './memory.ts'

/** With the run paused. */
export interface Sample extends Memory {
  update: number
  /** Milliseconds an update since the last sample: on the clock, and of all threads of the page's process. */
  ms: number
  cpuMs: number
  /** How much slower than alone the machine is now. */
  contention: number
  /** The page's longest task since the last sample, in milliseconds on the clock. */
  silentMs: number
  /** What the page was made to do, an update since the last sample. */
  work: Work
}

export class LongPlay {
  private since = { update: 0, clock: 0, cpu: 0, work: {} as Work }

  private constructor(
    private readonly browser: Browser,
    readonly page: Page,
    private readonly meter: PageMeter,
  ) {}

  /** A run of the bundled model that does not end before so many attempts, playing in a page of its own. */
  static async begin(browser: Browser, within: BrowserContext, attempts: number): Promise<LongPlay> {
    const page = await within.newPage()
    await page.addInitScript((budget) => {
      localStorage.setItem('sdpo-lab/settings', JSON.stringify({ config: { budget, stop: 'budget' } }))
      const silent = { longest: 0 }
      Object.assign(window, { silent })
      new PerformanceObserver((list) => {
        for (const entry of list.getEntries()) silent.longest = Math.max(silent.longest, entry.duration)
      }).observe({ type: 'longtask' })
    }, attempts)
    const lab = new LabPage(page)
    await lab.open()
    await lab.goLive('wasm')
    const run = new LongPlay(browser, page, await PageMeter.of(browser, page))
    await run.play()
    return run
  }

  /** Until an update is on the screen. */
  async until(update: number): Promise<void> {
    while ((await updateOn(this.page)) < update) await this.page.waitForTimeout(250)
  }

  /** Pauses at an update, measures, and goes on. */
  async sample(update: number): Promise<Sample> {
    await this.until(update)
    const now = await this.mark()
    const updates = now.update - this.since.update
    const silentMs = await this.page.evaluate(() => {
      const { silent } = window as unknown as { silent: { longest: number } }
      return [silent.longest, (silent.longest = 0)][0]!
    })
    await this.pause()
    const sample = {
      update: now.update,
      ms: Math.round((now.clock - this.since.clock) / updates),
      cpuMs: Math.round((now.cpu - this.since.cpu) / updates),
      contention: Math.round(10 * contention()) / 10,
      silentMs: Math.round(silentMs),
      work: works((name) => Math.round((10 * (now.work[name] - this.since.work[name])) / updates) / 10),
      ...(await this.meter.memory()),
    }
    await this.play()
    return sample
  }

  /** What is left of its memory once all heaps had to give back what they have freed. It stays paused. */
  async retained(): Promise<Memory> {
    await this.pause()
    return this.meter.retained()
  }

  async play(): Promise<void> {
    await this.run.getByRole('button', { name: 'Play' }).click()
    this.since = await this.mark()
  }

  private async pause(): Promise<void> {
    await this.run.getByRole('button', { name: 'Pause' }).first().click()
    await expect(new LabPage(this.page).primary).not.toHaveText(/Paus/, { timeout: 120_000 })
  }

  private get run() {
    return this.page.getByRole('region', { name: 'Run', exact: true })
  }

  private async mark() {
    return {
      update: await updateOn(this.page),
      clock: performance.now(),
      cpu: await cpuMs(this.browser),
      work: await this.meter.work(),
    }
  }
}

/**
 * The update that is on the screen. By a plain query: a role is looked for by the styles of all elements, from a world of its
 * own, and what that takes of the page's time and memory would be measured as the page's.
 */
export function updateOn(page: Page): Promise<number> {
  return page.evaluate(() =>
    Number(document.querySelector('[role=slider][aria-label=Updates]')?.getAttribute('aria-valuenow') ?? 0),
  )
}
