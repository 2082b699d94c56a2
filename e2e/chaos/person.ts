/** The person at the page: lets a live run play to its end, and takes whatever way out the page offers when something breaks. */
import { readFileSync } from 'node:fs'
import type { BrowserContext, Page } from '@playwright/test'
import type { LabOptions } from '../../playwright.config.ts'
import { LabPage } from '../lab-page.ts'
import type { Plain } from './events.ts'

const ended = /^(The budget is spent|All of the last|A plateau|Attempt \d+ passed)/
const patience = 120_000
const waited = (ms: number) => new Promise((resolve) => setTimeout(resolve, ms))

export class Person {
  page!: Page
  private lab!: LabPage
  /** Since it was last looked after. */
  private reloaded = false
  private closed = false
  /** What the page said that went wrong, in order. */
  readonly told: string[] = []

  constructor(
    private readonly context: BrowserContext,
    private readonly backend: LabOptions['backend'],
  ) {}

  async open(): Promise<void> {
    this.page = await this.context.newPage()
    this.lab = new LabPage(this.page)
    await this.page.goto('./')
    await this.lab.strip.waitFor({ timeout: patience })
    this.page.on('load', () => (this.reloaded = true))
  }

  /** Chooses the backend and loads the model; goes on although it may have failed. */
  async load(): Promise<void> {
    await this.lab.choose(this.backend)
    await this.lab.source.getByRole('radio', { name: /^Live/ }).click()
    await this.lab.primary.click()
  }

  private get run() {
    return this.page.getByRole('region', { name: 'Run', exact: true })
  }

  /** The label of the next act and the sentence beneath it; null while there is no page. */
  private async screen(): Promise<{ act: string; status: string } | null> {
    const read = async () => ({
      act: await this.lab.primary.innerText({ timeout: 2000 }),
      status: await this.lab.status.first().innerText({ timeout: 2000 }),
    })
    return read().catch(() => null)
  }

  /** Until the run has ended; false when it has not after `ms`. */
  async playToTheEnd(ms: number): Promise<boolean> {
    const until = performance.now() + ms
    for (; performance.now() < until; await waited(150)) {
      if (this.closed) {
        this.closed = false
        await this.open()
        this.reloaded = true
      }
      if (this.reloaded) {
        this.reloaded = false
        await this.takeUp()
      }
      const screen = await this.screen()
      if (!screen) continue
      const { act, status } = screen
      if (ended.test(status)) return true
      if (/^(Pause|Pausing|Loading|Opening)/.test(act)) continue
      if (/^(Retry|Resume)/.test(act)) this.told.push(status)
      // Whatever it was may be gone by the time that it is pressed.
      const press = /^(Make|Judge|Re-read|Show|Update)/.test(act)
        ? this.run.getByRole('button', { name: 'Play' })
        : this.lab.primary
      await press.click({ timeout: 3000 }).catch(() => undefined)
    }
    return false
  }

  /** The tab is closed, and another opened: what is kept goes on there. */
  async again(): Promise<void> {
    this.closed = true
    await this.close()
  }

  /** In a tab that was opened anew: the run of the history goes on; where none is kept that can, a new one begins. */
  async takeUp(): Promise<void> {
    await this.page.getByRole('main').waitFor({ timeout: patience })
    await this.openRuns()
    const dialog = this.page.getByRole('dialog', { name: 'Runs' })
    const resume = dialog.getByRole('button', { name: /^Resume/ }).first()
    const kept = await resume.waitFor({ timeout: 3000 }).then(
      () => true,
      () => false,
    )
    if (kept) {
      await resume.click()
      await dialog.waitFor({ state: 'hidden', timeout: 60_000 })
    } else {
      await this.page.keyboard.press('Escape')
      await this.load()
    }
  }

  private async openRuns(): Promise<void> {
    await this.page.getByRole('button', { name: 'More for this run' }).click()
    await this.page.getByRole('button', { name: 'Runs', exact: true }).click()
  }

  async close(): Promise<void> {
    await this.page.close({ runBeforeUnload: false })
  }

  /** The run on the screen as a file. */
  async exported(): Promise<Plain[]> {
    const [download] = await Promise.all([
      this.page.waitForEvent('download'),
      (async () => {
        await this.page.getByRole('button', { name: 'More for this run' }).click()
        // A notice that something could not be kept offers it as well.
        const run = this.page.getByRole('region', { name: 'Run', exact: true })
        await run.getByRole('button', { name: 'Export the run' }).click()
      })(),
    ])
    const { events } = JSON.parse(readFileSync(await download.path(), 'utf8')) as { events: Plain[] }
    return events
  }

  /** Milliseconds until the page said what broke, where that was watched for; null where it did not. */
  async noticed(): Promise<number | null> {
    const ms = await this.page.evaluate(() => sessionStorage.getItem('noticed'))
    return ms === null ? null : Number(ms)
  }

  /** What the page says beside the run that went wrong. */
  notices(): Promise<string[]> {
    return this.page.getByRole('alert').allInnerTexts()
  }

  /** What the browser keeps of every run, in order, by its id. */
  async kept(): Promise<Map<string, Plain[]>> {
    const chunks = await this.page.evaluate(
      () =>
        new Promise<[string, unknown][]>((resolve, reject) => {
          const asked = indexedDB.open('sdpo-lab')
          asked.onerror = () => reject(new Error('The storage cannot be opened.'))
          asked.onsuccess = () => {
            const store = asked.result.transaction('runs').objectStore('runs')
            const [keys, values] = [store.getAllKeys(), store.getAll()]
            values.onsuccess = () => {
              asked.result.close()
              resolve(keys.result.map((key, i) => [String(key), values.result[i]]))
            }
          }
        }),
    )
    const runs = new Map<string, Plain[]>()
    for (const [key, events] of chunks.sort(([a], [b]) => (a < b ? -1 : 1))) {
      const id = /^run\/(.+)\/\d+$/.exec(key)?.[1]
      if (id && Array.isArray(events)) runs.set(id, [...(runs.get(id) ?? []), ...(events as Plain[])])
    }
    return runs
  }
}
