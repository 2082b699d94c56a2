/** Views of one live run of the bundled model, from view to view. */
import { openRuns, type View } from './view.ts'

export const liveViews: readonly View[] = [
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
