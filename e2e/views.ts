/**
 * Every view of the lab and how a person gets to it: one list for the pictures (`npm run screens`),
 * for the tests of geometry and for those of access. A view is reached from a freshly opened lab, or goes on from another.
 */
import type { Page } from '@playwright/test'
import { leetcode } from '../src/authoring/paste/samples.testing.ts'
import { lessonCount } from '../src/ui/lesson/pages.ts'
import type { AnyEvent } from '../src/engine/numbered.testing.ts'
import type { FromWorker } from '../src/engine/worker-messages.ts'
import { paste, type LabPage } from './lab-page.ts'
import { ready, runUpTo, says, standIn } from './stand-in.ts'

export interface View {
  name: string
  /** Before the page is opened. */
  before?: (page: Page) => Promise<void>
  /** The hash that it is opened with. */
  hash?: string
  show?: (lab: LabPage) => Promise<void>
  /** Goes on from this view instead of from a freshly opened lab. */
  from?: string
  /** Loads the model: slower, and not the same picture every time. */
  live?: true
}

const press =
  (...keys: string[]) =>
  async ({ page }: LabPage) => {
    for (const key of keys) await page.keyboard.press(key)
  }

/** By its name in the palette: what has no key of its own. */
const act =
  (name: string) =>
  async ({ page }: LabPage) => {
    await page.keyboard.press('Control+k')
    await page.getByRole('combobox', { name: 'Find an act' }).fill(name)
    await page.keyboard.press('Enter')
  }

const editor = ({ page }: LabPage) => page.getByRole('dialog', { name: 'Problem', exact: true })

async function pasting(lab: LabPage): Promise<void> {
  await lab.page.getByRole('button', { name: 'Paste a problem' }).click()
  await editor(lab).waitFor()
}

/** An answer tried by hand in the problem editor. */
const tried = (answer: string) => async (lab: LabPage) => {
  const dialog = editor(lab)
  await dialog.getByRole('tab', { name: 'Try' }).click()
  await codeIsThere(lab)
  await paste(lab.page, dialog.getByRole('textbox', { name: 'Your answer' }), answer)
  await dialog.getByRole('button', { name: 'Judge it' }).click()
  await dialog
    .getByRole('status', { name: 'Verdict on your answer' })
    .getByText(/reward/)
    .waitFor()
}

/** A phone has its own field for code. */
async function codeIsThere(lab: LabPage): Promise<void> {
  if (lab.page.viewportSize()!.width > 720)
    await editor(lab).locator('.monaco-editor .view-line').first().waitFor()
}

/** A tab of the problem editor, on a problem that was pasted. */
const pasted = (tab?: string) => async (lab: LabPage) => {
  await pasting(lab)
  const dialog = editor(lab)
  await paste(lab.page, dialog.getByRole('textbox', { name: 'Statement' }), leetcode)
  await dialog.getByText('Understood:').waitFor()
  if (tab === undefined) return
  await dialog.getByRole('tab', { name: tab }).click()
  if (tab !== 'Judge') await codeIsThere(lab)
}

const openRuns = async ({ page }: LabPage) => {
  await page.getByRole('button', { name: 'More for this run' }).click()
  await page.getByRole('button', { name: 'Runs', exact: true }).click()
  await page.getByRole('dialog', { name: 'Runs' }).waitFor()
}

const beats = ['sample', 'judge', 'reprompt', 'score', 'update'] as const

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

async function live(lab: LabPage): Promise<void> {
  await lab.source.getByRole('radio', { name: /^Live/ }).click()
  await lab.primary.click()
}

const fault = (message: string, cause: string, wayOut: string, during: 'load' | 'run'): AnyEvent => ({
  type: 'fault',
  message,
  cause,
  wayOut,
  during,
})

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
  {
    name: 'feedback-edited',
    show: (lab) => lab.page.getByRole('button', { name: 'Edit the feedback' }).click(),
  },
  { name: 'all-that-was-read', show: (lab) => lab.page.getByRole('button', { name: 'Show all' }).click() },
  {
    name: 'solved-and-sorted',
    show: async ({ page }) => {
      await page.keyboard.press('End')
      // By their first letters: All so far, best first.
      await page.getByRole('combobox', { name: 'Which attempts' }).press('a')
      await page.getByRole('combobox', { name: 'Order of attempts' }).press('b')
      await page.getByRole('button', { name: /^Solved at attempt \d+: look at it$/ }).click()
    },
  },
  { name: 'branch-of-a-recording', show: press('b') },
  {
    name: 'probes',
    show: async (lab) => {
      await lab.page.keyboard.press('o')
      const form = lab.page.getByRole('form', { name: 'New probe' })
      await form.getByRole('textbox', { name: 'Prompt' }).fill('From xs, keep the even ones zebra.')
      await form.getByRole('textbox', { name: 'Watched answer' }).fill('xs.filter(x=>x%2===0)')
      await lab.page.keyboard.press('Enter')
    },
  },
  { name: 'smollm2', hash: 'r=smollm2' },
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
    show: async (lab) => (
      await act('Results')(lab),
      lab.page.getByRole('dialog', { name: 'Results' }).waitFor()
    ),
  },
  {
    name: 'problems',
    show: async ({ page }) => {
      await page.getByRole('button', { name: /Choose a problem$/ }).click()
      await page.getByText('Two calls in order').waitFor()
    },
  },
  { name: 'paste', show: pasting },
  { name: 'paste-understood', show: pasted() },
  {
    name: 'paste-readings',
    show: async (lab) => {
      await pasting(lab)
      await paste(
        lab.page,
        editor(lab).getByRole('textbox', { name: 'Statement' }),
        'Count the letters.\n\nInput\nhello and bye\n\nOutput\n5 3\n\nIf there are several answers, print any of them.',
      )
      await editor(lab).getByText('Two readings fit').waitFor()
    },
  },
  { name: 'paste-tests', show: pasted('Tests') },
  { name: 'paste-judge', show: pasted('Judge') },
  {
    name: 'paste-try',
    show: async (lab) => (
      await pasted()(lab),
      tried('function longestQuiet(noise, limit) {\n  return noise.length\n}')(lab)
    ),
  },
  { name: 'runs', show: openRuns },
  { name: 'run-menu', show: (lab) => lab.page.getByRole('button', { name: 'More for this run' }).click() },
  { name: 'take-away', show: (lab) => lab.page.getByRole('button', { name: /^(Take away|More)$/ }).click() },
  {
    name: 'model',
    show: async (lab) =>
      void (await lab.page
        .getByRole('button', { name: /^(Model: |More$)/ })
        .first()
        .click()),
  },
  {
    name: 'models',
    show: async (lab) => (
      await press('Shift+M')(lab),
      lab.page.getByRole('dialog', { name: 'Models' }).waitFor()
    ),
  },
  ...Array.from({ length: lessonCount }, (_, i): View => ({
    name: `lesson-${i + 1}`,
    hash: `r=first&l=${i + 1}`,
  })),
  { name: 'lesson-5-solved', hash: 'r=first&u=9&b=score&l=5' },
  ...Array.from({ length: lessonCount }, (_, i): View => ({
    name: `present-${i + 1}`,
    hash: `r=first&present=1&l=${i + 1}`,
  })),
  { name: 'present-no-feedback', hash: 'r=first&present=1&l=2', show: press('f') },
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
      { kind: 'keep', run: 0, kept: { run: { completed: 5, step: {} }, weights: [] } as never },
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
      ...says({ type: 'paused', step: 3, beat: 'updated' }),
    ]),
  },
  {
    name: 'fault-no-room',
    ...runThat(async () => [...(await runUpTo(2)), ...says({ type: 'paused', step: 2, beat: 'updated' })]),
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
  // One live run, from view to view.
  {
    name: 'live-cost',
    live: true,
    show: async (lab) => {
      await lab.source.getByRole('radio', { name: /^Live/ }).click()
      await lab.primary.click()
      await lab.awaitAct(/^Make \d+ attempts?$/)
    },
  },
  {
    name: 'live-under-way',
    live: true,
    from: 'live-cost',
    show: async (lab) => {
      await lab.act(/^Make/, /^Judge/)
      await lab.act(/^Judge/, /^Re-read/)
    },
  },
  {
    name: 'live-branch',
    live: true,
    from: 'live-under-way',
    show: async (lab) => {
      await lab.act(/^Re-read/, /^Show/)
      await lab.act(/^Show/, /^Update/)
      await lab.page.getByRole('main').press('b')
      await lab.page
        .getByRole('group', { name: /^Branch of attempt \d+, tokens coloured by credit/ })
        .waitFor()
    },
  },
  {
    name: 'two-runs',
    live: true,
    from: 'live-branch',
    show: async (lab) => {
      await lab.act(/^Update/, /^(Make|See)/)
      await lab.source.getByRole('radio', { name: 'Recorded' }).click()
      await openRuns(lab)
      const panel = lab.page.getByRole('dialog', { name: 'Runs' })
      for (const box of [0, 1])
        await panel
          .getByRole('checkbox', { name: /^Compare/ })
          .nth(box)
          .check()
      await panel.getByRole('button', { name: 'Compare the two' }).click()
      await lab.page.getByRole('dialog', { name: 'Two runs' }).waitFor()
    },
  },
]

/** The lab opened at a view, at rest. */
export async function openView(lab: LabPage, view: View, address = './'): Promise<void> {
  if (view.from !== undefined) {
    await openView(
      lab,
      views.find(({ name }) => name === view.from)!,
      address,
    )
    await view.show?.(lab)
    return
  }
  await view.before?.(lab.page)
  await lab.open(view.hash === undefined ? address : `${address}#${view.hash}`)
  await lab.page.getByRole('group', { name: /^Attempt \d+, tokens/ }).waitFor()
  await lab.page.evaluate(() => document.fonts.ready)
  await view.show?.(lab)
}
