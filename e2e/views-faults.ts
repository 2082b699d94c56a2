/** Views of loading and of what goes wrong: by a stand-in for the worker, so that nothing has to break. */
import type { AnyEvent } from '../src/engine/numbered.testing.ts'
import type { FromWorker } from '../src/engine/worker-messages.ts'
import { ready, runUpTo, says, standIn } from './stand-in.ts'
import { live, tried, type View } from './view.ts'

/** The engine says this when the model is to be loaded; nothing is loaded. */
const engineSays = (...events: AnyEvent[]): Pick<View, 'before' | 'show'> => ({
  before: (page) => standIn(page, { load: says(...events) }),
  show: live,
})

/** A live run by the hand of a stand-in: the first recording's, up to what goes wrong. */
const runThat = (goes: () => Promise<FromWorker[]>): Pick<View, 'before' | 'show'> => ({
  before: async (page) => standIn(page, { load: await ready(), start: await goes() }),
  show: async (lab) => {
    await live(lab)
    await lab.act(/^Make/, /./)
  },
})

const fault = (message: string, cause: string, wayOut: string, during: 'load' | 'run'): AnyEvent => ({
  type: 'fault',
  message,
  cause,
  wayOut,
  during,
})

export const faultViews: readonly View[] = [
  { name: 'live-before-loading', show: (lab) => lab.source.getByRole('radio', { name: /^Live/ }).click() },
  {
    name: 'loading',
    ...engineSays({ type: 'load-progress', loadedBytes: 7.4e6, totalBytes: 18.1e6, what: 'Runtime' }),
  },
  {
    name: 'fault-download',
    ...engineSays(
      { type: 'load-progress', loadedBytes: 7.4e6, totalBytes: 18.1e6, what: 'Runtime' },
      fault(
        'model.safetensors could not be fetched.',
        'The connection broke after 7.4 of 18.1 MB.',
        'Load it again: what has arrived is kept. Recorded runs work without it.',
        'load',
      ),
    ),
  },
  {
    name: 'fault-no-webgpu',
    ...engineSays(
      fault(
        'WebGPU cannot be used here.',
        'The browser gives no adapter.',
        'Choose the CPU in the model menu, or leave the choice to the lab.',
        'load',
      ),
    ),
  },
  {
    name: 'fault-device-lost',
    ...runThat(async () => [
      ...(await runUpTo(5)),
      // Of what is kept, no more is read here than how far the run has come.
      {
        kind: 'keep',
        id: 1,
        run: 0,
        after: 0,
        kept: {
          run: { completed: 5, step: {}, attempts: [], updates: [], knownTokens: [] },
          weights: [],
        } as never,
      },
      { kind: 'lost', reason: 'The driver reports: device removed' },
    ]),
  },
  {
    name: 'fault-not-finite',
    ...runThat(async () => [
      ...(await runUpTo(
        3,
        'The gradient was not a finite number, so this update was left out and the weights kept. If it happens again, lower the learning rate.',
      )),
      ...says({ type: 'paused', step: 3, stage: 'updated' }),
    ]),
  },
  {
    name: 'fault-no-room',
    ...runThat(async () => [...(await runUpTo(2)), ...says({ type: 'paused', step: 2, stage: 'updated' })]),
    show: async (lab) => {
      const browser = await lab.page.context().newCDPSession(lab.page)
      await browser.send('Storage.overrideQuotaForOrigin', {
        origin: new URL(lab.page.url()).origin,
        quotaSize: 1,
      })
      await live(lab)
      await lab.act(/^Make/, /./)
      await lab.page.getByText('The browser has no room left').waitFor()
    },
  },
  {
    name: 'fault-sandbox-time-out',
    show: async (lab) => {
      // On a phone it is folded away.
      if (lab.page.viewportSize()!.width <= 720)
        await lab.page.getByRole('region', { name: 'Problem' }).locator('summary').click()
      await lab.page.getByRole('button', { name: 'Edit the problem' }).click()
      await tried('(() => { for (;;); })()')(lab)
    },
  },
]
