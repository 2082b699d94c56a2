/** Faults that come from outside the page. */
import { expect, type BrowserContext, type Page, type Worker } from '@playwright/test'
import type { Fault } from './plan.ts'
import type { Person } from './person.ts'

export async function strike(fault: Fault, context: BrowserContext, person: Person): Promise<void> {
  const { page } = person
  switch (fault.kind) {
    case 'the engine throws':
      // A thread of the runtime that waits for its next task hears nothing.
      await Promise.race([Promise.all(page.workers().map((worker) => breakOnce(worker, fault.way))), soon()])
      return
    case 'the tab is closed':
      return person.again()
    case 'the tab is frozen':
    case 'a slow processor':
    case 'storage is full': {
      const session = await context.newCDPSession(page)
      if (fault.kind === 'the tab is frozen') {
        await session.send('Page.setWebLifecycleState', { state: 'frozen' })
        await new Promise((resolve) => setTimeout(resolve, fault.ms))
        await session.send('Page.setWebLifecycleState', { state: 'active' })
      } else if (fault.kind === 'a slow processor') {
        await session.send('Emulation.setCPUThrottlingRate', { rate: 6 })
        await new Promise((resolve) => setTimeout(resolve, fault.ms))
        await session.send('Emulation.setCPUThrottlingRate', { rate: 1 })
      } else {
        const { origin } = new URL(page.url())
        await session.send('Storage.overrideQuotaForOrigin', { origin, quotaSize: 1 })
        await new Promise((resolve) => setTimeout(resolve, fault.ms))
        await session.send('Storage.overrideQuotaForOrigin', { origin })
      }
      return session.detach()
    }
    case 'offline':
      await context.setOffline(true)
      await new Promise((resolve) => setTimeout(resolve, fault.ms))
      return context.setOffline(false)
    case 'a second tab':
      return triesToGoOn(context)
    case 'the device is lost':
      return loseDevice(context)
    case 'the device is lost for good':
      // After a few crashes a browser gives no adapter any more.
      for (let tries = 0; tries < 12 && (await hasAdapter(page)); tries++) {
        await loseDevice(context)
        await new Promise((resolve) => setTimeout(resolve, 500))
      }
      if (await hasAdapter(page)) throw new Error('The browser gives a device again and again.')
      return
    default:
      // Struck by the page, or before the run.
      return
  }
}

const soon = () => new Promise((resolve) => setTimeout(resolve, 5000))

/** The engine's worker: a function that a run calls at every stage throws at its next call, and never again. */
async function breakOnce(worker: Worker, way: number): Promise<void> {
  try {
    await worker.evaluate('globalThis.__name ??= (named) => named')
    await worker.evaluate((chosen) => {
      if (self.name !== 'engine') return
      const victims = [
        [performance, 'now'],
        [Math, 'exp'],
        [Float32Array.prototype, 'slice'],
        [Array.prototype, 'flatMap'],
      ] as const
      const [owner, name] = victims[chosen % victims.length]!
      const whole = Object.getOwnPropertyDescriptor(owner, name)
      Object.defineProperty(owner, name, {
        configurable: true,
        writable: true,
        value: () => {
          if (whole) Object.defineProperty(owner, name, whole)
          else Reflect.deleteProperty(owner, name)
          throw new Error('Broken on purpose')
        },
      })
    }, way)
  } catch {
    // It has ended meanwhile.
  }
}

/** Another tab that would go on with the run, where it is kept already, and may not. */
async function triesToGoOn(context: BrowserContext): Promise<void> {
  const page = await context.newPage()
  await page.goto('./')
  await page.getByRole('main').waitFor({ timeout: 120_000 })
  await page.getByRole('button', { name: 'More for this run' }).click()
  await page.getByRole('button', { name: 'Runs', exact: true }).click()
  const resume = page.getByRole('dialog', { name: 'Runs' }).getByRole('button', { name: /^Resume/ })
  if (await resume.isVisible()) {
    await resume.click()
    await expect(page.getByText('This run goes on in another tab').first()).toBeVisible({ timeout: 30_000 })
  }
  await page.close()
}

async function loseDevice(context: BrowserContext): Promise<void> {
  const session = await context.browser()!.newBrowserCDPSession()
  await session.send('Browser.crashGpuProcess')
  await session.detach()
}

async function hasAdapter(page: Page): Promise<boolean> {
  return page.evaluate(async () => {
    const { gpu } = navigator as unknown as { gpu?: { requestAdapter(): Promise<unknown> } }
    return Boolean(await gpu?.requestAdapter())
  })
}
