/** What a person with a problem of their own sees: the builder of tickets, a question's fields, the line before a run, and what a run shows at its end. */
import type { Page } from '@playwright/test'
import { paste, type LabPage } from './lab-page.ts'
import { act, editor, pasting, type View } from './view.ts'

/** A question with its answer, pasted and understood. */
async function pastedQuestion(lab: LabPage): Promise<void> {
  await pasting(lab)
  const dialog = editor(lab)
  await paste(
    lab.page,
    dialog.getByRole('textbox', { name: 'Statement' }),
    'What is the longest river in Poland?\nAnswer: Vistula',
  )
  await dialog.getByText('Understood:').waitFor()
}

export const ownViews: readonly View[] = [
  {
    name: 'hide-meaning',
    show: async (lab) => {
      await act('Hide a meaning')(lab)
      await lab.page
        .getByRole('dialog', { name: 'Hide a meaning' })
        .getByRole('region', { name: 'The secret' })
        .waitFor()
    },
  },
  {
    name: 'hide-meaning-typed',
    show: async (lab) => {
      await act('Hide a meaning')(lab)
      const dialog = lab.page.getByRole('dialog', { name: 'Hide a meaning' })
      await dialog.getByRole('radio', { name: 'Type phrases' }).click()
      await dialog
        .getByRole('textbox', { name: 'The ticket in your words' })
        .fill('From xs, Double them, then sort them')
      await dialog.getByRole('group', { name: 'Phrases near Double them' }).waitFor()
    },
  },
  {
    name: 'paste-question',
    show: async (lab) => {
      await pastedQuestion(lab)
      const dialog = editor(lab)
      await dialog.getByRole('combobox', { name: 'An answer is' }).selectOption('A question with hints')
      await dialog.getByRole('tab', { name: 'Answer' }).click()
      await dialog.getByRole('textbox', { name: 'It may be' }).waitFor()
    },
  },
]

/** Of a live run, each going on from the one before. */
export const ownLiveViews: readonly View[] = [
  {
    name: 'outlook',
    live: true,
    show: async (lab) => {
      await lab.source.getByRole('radio', { name: /^Live/ }).click()
      await lab.primary.click()
      await lab.awaitAct(/^Make \d+ attempts?$/)
      await outlook(lab.page).getByText('This can work').waitFor({ timeout: 60_000 })
    },
  },
  {
    name: 'outlook-red',
    live: true,
    from: 'outlook',
    show: async (lab) => {
      await pastedQuestion(lab)
      await lab.page.getByRole('button', { name: 'Use this problem' }).click()
      await outlook(lab.page).getByText('This is not likely to work').waitFor()
    },
  },
  {
    name: 'diagnosis',
    live: true,
    from: 'outlook-red',
    show: async (lab) => {
      await lab.page.getByRole('button', { name: 'Play', exact: true }).click()
      const ended = lab.page.getByRole('region', { name: 'What this run shows' })
      await ended.getByText('None of 192 attempts passes').waitFor({ timeout: 120_000 })
      await ended.getByText('More about it').click()
    },
  },
]

const outlook = (page: Page) => page.getByRole('region', { name: 'Can it work here?' })
