/**
 * Every view of the lab and how a person gets to it: one list for the pictures (`npm run screens`),
 * for the tests of geometry and for those of access. A view is reached from a freshly opened lab.
 */
import type { Page } from '@playwright/test'
import { lessonCount } from '../src/ui/lesson/pages.ts'
import type { EngineEvent } from '../src/engine/protocol.ts'
import type { LabPage } from './lab-page.ts'

export interface View {
  name: string
  /** Before the page is opened. */
  before?: (page: Page) => Promise<void>
  /** The hash that it is opened with. */
  hash?: string
  show?: (lab: LabPage) => Promise<void>
  /** Loads the model: slower, and not the same picture every time. */
  live?: true
}

const press = (...keys: string[]) => async ({ page }: LabPage) => {
  for (const key of keys) await page.keyboard.press(key)
}

const beats = ['sample', 'judge', 'reprompt', 'score', 'update'] as const

/** What the engine's worker says when the model is to be loaded; nothing is loaded. */
const engineSays = (...events: EngineEvent[]): Pick<View, 'before' | 'show'> => ({
  before: async (page) => {
    await page.addInitScript((text: string) => {
      const said = JSON.parse(text) as object[]
      // Every worker that the page itself starts is the engine's.
      class Stand {
        onmessage: ((event: { data: unknown }) => void) | null = null
        postMessage(message: { kind: string; command?: { type: string } }) {
          if (message.command?.type === 'load') setTimeout(() => said.forEach((event) => this.onmessage?.({ data: { kind: 'message', message: { kind: 'engine', event } } })))
        }
        terminate() {}
      }
      window.Worker = Stand as never
    }, JSON.stringify(events))
  },
  show: async (lab) => {
    await lab.source.getByRole('radio', { name: /^Live/ }).click()
    await lab.primary.click()
  },
})

const fault = (message: string, cause: string, wayOut: string, during: 'load' | 'run'): EngineEvent => ({ type: 'fault', message, cause, wayOut, during })

export const views: readonly View[] = [
  { name: 'opening' },
  ...beats.map((beat): View => ({ name: `beat-${beat}`, hash: `r=first&u=3&b=${beat}` })),
  { name: 'before-the-first-attempt', show: press('Home') },
  { name: 'solved', show: press('End') },
  { name: 'grpo', show: press('g') },
  { name: 'mix', show: (lab) => lab.page.getByRole('radio', { name: 'SDPO + GRPO credit' }).click() },
  { name: 'feedback-hidden', show: press('f') },
  { name: 'same-weights', hash: 'r=first&u=6&b=score', show: press('w') },
  { name: 'someone-elses-feedback', show: press('e') },
  { name: 'feedback-edited', show: (lab) => lab.page.getByRole('button', { name: 'Edit the feedback' }).click() },
  { name: 'all-that-was-read', show: (lab) => lab.page.getByRole('button', { name: 'Show all' }).click() },
  { name: 'credits-compared', show: press('c') },
  { name: 'through-time', show: press('h') },
  { name: 'mattered', show: press('m') },
  { name: 'palette', show: press('Control+k') },
  { name: 'keys', show: press('?') },
  { name: 'settings', show: press('s') },
  {
    name: 'settings-all',
    show: async (lab) => {
      await lab.page.keyboard.press('s')
      await lab.page.getByText('All other settings').click()
    },
  },
  { name: 'race', show: press('r') },
  {
    name: 'results',
    show: async (lab) => {
      await lab.page.getByRole('button', { name: 'More for this run' }).click()
      await lab.page.getByRole('button', { name: 'Results', exact: true }).click()
      await lab.page.getByRole('dialog', { name: 'Results' }).waitFor()
    },
  },
  { name: 'problems', show: (lab) => lab.page.getByRole('button', { name: /^Problem: |Choose a problem$/ }).first().click() },
  { name: 'paste', show: (lab) => lab.page.getByRole('button', { name: 'Paste a problem' }).click() },
  {
    name: 'runs',
    show: async (lab) => {
      await lab.page.getByRole('button', { name: 'More for this run' }).click()
      await lab.page.getByRole('button', { name: 'Runs', exact: true }).click()
    },
  },
  { name: 'run-menu', show: (lab) => lab.page.getByRole('button', { name: 'More for this run' }).click() },
  { name: 'take-away', show: (lab) => lab.page.getByRole('button', { name: /^(Take away|More)$/ }).click() },
  { name: 'model', show: async (lab) => void (await lab.page.getByRole('button', { name: /^(Model: |More$)/ }).first().click()) },
  { name: 'models', show: press('Shift+M') },
  ...Array.from({ length: lessonCount }, (_, i): View => ({ name: `lesson-${i + 1}`, hash: `r=first&l=${i + 1}` })),
  { name: 'lesson-5-solved', hash: 'r=first&u=9&b=score&l=5' },
  ...Array.from({ length: lessonCount }, (_, i): View => ({ name: `present-${i + 1}`, hash: `r=first&present=1&l=${i + 1}` })),
  { name: 'present-no-feedback', hash: 'r=first&present=1&l=2', show: press('f') },
  { name: 'live-before-loading', show: (lab) => lab.source.getByRole('radio', { name: /^Live/ }).click() },
  { name: 'loading', ...engineSays({ type: 'load-progress', loadedBytes: 7.4e6, totalBytes: 18.1e6, what: 'Runtime' }) },
  { name: 'fault-download', ...engineSays({ type: 'load-progress', loadedBytes: 7.4e6, totalBytes: 18.1e6, what: 'Runtime' }, fault('model.safetensors could not be fetched.', 'The connection broke after 7.4 of 18.1 MB.', 'Load it again: what has arrived is kept. Recorded runs work without it.', 'load')) },
  { name: 'fault-no-webgpu', ...engineSays(fault('WebGPU cannot be used here.', 'The browser gives no adapter.', 'Choose the CPU in the model menu, or leave the choice to the lab.', 'load')) },
  { name: 'live-under-way', live: true, show: underWay },
]

async function underWay(lab: LabPage): Promise<void> {
  await lab.source.getByRole('radio', { name: /^Live/ }).click()
  await lab.primary.click()
  await lab.awaitAct(/^Make \d+ attempts?$/)
  await lab.act(/^Make/, /^Judge/)
  await lab.act(/^Judge/, /^Re-read/)
}

/** The lab opened at a view, at rest. */
export async function openView(lab: LabPage, view: View, address = './'): Promise<void> {
  await view.before?.(lab.page)
  await lab.open(view.hash === undefined ? address : `${address}#${view.hash}`)
  await lab.page.getByRole('group', { name: /^Attempt \d+, tokens/ }).waitFor()
  await lab.page.evaluate(() => document.fonts.ready)
  await view.show?.(lab)
}
