/**
 * Every view of the lab and how a person gets to it: one list for the pictures (`npm run screens`),
 * for the tests of geometry and for those of access. A view is reached from a freshly opened lab, or goes on from another.
 */
import { lessonCount } from '../src/ui/lesson/pages.ts'
import { paste, type LabPage } from './lab-page.ts'
import { act, editor, openRuns, pasted, pasting, press, tried, type View } from './view.ts'
import { faultViews } from './views-faults.ts'
import { liveViews } from './views-live.ts'
import { ownLiveViews, ownViews } from './views-own.ts'

const stages = ['sample', 'judge', 'reprompt', 'score', 'update'] as const

export const views: readonly View[] = [
  { name: 'opening' },
  ...stages.map((stage): View => ({ name: `beat-${stage}`, hash: `r=first&u=3&b=${stage}` })),
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
  {
    name: 'what-if',
    show: async (lab) => {
      await press('i')(lab)
      await lab.page.getByRole('region', { name: 'What if it had read something else?' }).waitFor()
    },
  },
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
  {
    name: 'race',
    show: async (lab) => (await press('r')(lab), lab.page.getByRole('dialog', { name: /^Race/ }).waitFor()),
  },
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
  { name: 'share', show: press('u') },
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
  { name: 'bare', hash: 'r=first&l=3&controls=0' },
  { name: 'bare-guess', hash: 'r=first&l=1&controls=0', show: press('n') },
  { name: 'lesson-5-solved', hash: 'r=first&u=9&b=score&l=5' },
  ...Array.from({ length: lessonCount }, (_, i): View => ({
    name: `present-${i + 1}`,
    hash: `r=first&present=1&l=${i + 1}`,
  })),
  {
    name: 'present-what-if',
    hash: 'r=first&present=1&l=3',
    show: async (lab) => {
      await press('i')(lab)
      await press('i')(lab)
      await lab.page.getByRole('group', { name: 'Only \u201cwrong\u201d, attempt 8' }).waitFor()
    },
  },
  {
    name: 'lesson-what-if',
    hash: 'r=first&l=3',
    show: async (lab) => {
      await lab.page.getByRole('button', { name: 'Told only \u201cwrong\u201d' }).click()
      await lab.page.getByRole('group', { name: 'Only \u201cwrong\u201d, attempt 8' }).waitFor()
    },
  },
  { name: 'present-no-feedback', hash: 'r=first&present=1&l=2', show: press('f') },
  ...ownViews,
  ...faultViews,
  ...liveViews,
  ...ownLiveViews,
  { name: 'guess-asked', show: press('n') },
  {
    name: 'guess-shown',
    show: async (lab) => {
      await press('n')(lab)
      await lab.tokens.nth(3).click()
      await press('q')(lab)
    },
  },
  {
    name: 'guess-of-a-class',
    show: async (lab) => {
      await press('n')(lab)
      await lab.page.getByRole('switch', { name: /^A class guesses/ }).click()
      for (const token of [3, 4, 4, 7, 4]) await lab.tokens.nth(token).click()
      await press('q')(lab)
    },
  },
  { name: 'present-guess-asked', hash: 'r=first&present=1&l=2', show: press('q') },
  {
    name: 'present-guess-shown',
    from: 'present-guess-asked',
    show: async (lab) => {
      await lab.tokens.nth(3).click()
      await press('q')(lab)
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
