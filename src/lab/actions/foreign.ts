/** Acts on a run that another program made, while it is open; they stand beside it and have no place in the palette. */
import { messageOf } from '../../explained-error.ts'
import type { WrittenAs } from '../../interchange/writing.ts'
import type { Lab } from '../lab.ts'
import type { LabState } from '../state/store.ts'
import { actionsOf, picks, type Page } from './action.ts'

const isReady = ({ foreign }: LabState) => foreign.ready

/** A page with more in it than this opens slowly or not at all. */
const mostInAPage = 64 * 2 ** 20

const nameOf = ({ foreign }: LabState, extension: string) =>
  `${foreign.files[0]?.name.replace(/\.\w+$/, '') ?? 'run'}-sdpo-lab${extension}`

function writes(as: WrittenAs, extension: string) {
  return (lab: Lab, page: Page) => {
    const name = nameOf(lab.store.getState(), extension)
    lab.foreign.write(as).then(
      (file) => page.download(name, file),
      (error: unknown) => lab.notices.notify(`The file could not be written (${messageOf(error)}).`, 'error'),
    )
  }
}

export const foreignActions = actionsOf({
  'foreign-slide': {
    label: 'Present this attempt',
    name: null,
    enabled: isReady,
    perform: (lab) => lab.foreign.setSlide(true),
  },
  'foreign-reread': {
    label: ({ engine }) =>
      engine.model ? `Have ${engine.model.name} read it` : 'Load the model and have it read this attempt',
    name: null,
    enabled: isReady,
    perform: (lab) => lab.foreign.reread(),
  },
  'foreign-beside': {
    label: 'Compare with another run',
    name: null,
    enabled: isReady,
    perform: (lab, page) =>
      picks(lab, page.pickFiles('.json,.jsonl,.parquet,application/json'), (files) => {
        if (files.length > 0) lab.foreign.compareWith(files)
      }),
  },
  'foreign-lines': {
    label: 'Export as trace lines, JSONL',
    name: null,
    enabled: isReady,
    perform: writes('lines', '.jsonl'),
  },
  'foreign-csv': {
    label: 'Export as a table, CSV',
    name: null,
    enabled: isReady,
    perform: writes('csv', '.csv'),
  },
  'foreign-player': {
    label: 'Export as one HTML file',
    name: null,
    enabled: isReady,
    perform: (lab, page) => {
      const name = nameOf(lab.store.getState(), '.html')
      lab.foreign
        .write('lines')
        .then(async (file) => {
          if (file.size > mostInAPage)
            throw new Error(
              `it has ${Math.round(file.size / 1e6)} MB, more than a page opens well; export it as trace lines`,
            )
          page.download(name, await page.player(await file.text()))
        })
        .catch((error: unknown) =>
          lab.notices.notify(`There is no HTML file of this run: ${messageOf(error)}.`, 'error'),
        )
    },
  },
})
