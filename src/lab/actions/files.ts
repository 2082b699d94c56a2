/** Runs and adapters as files, both ways, and those kept in this browser. */
import { ExplainedError, inOneLine, messageOf } from '../../explained-error.ts'
import { arms } from '../../sdpo/arms.ts'
import { selectConfig, selectHasRun } from '../state/selectors.ts'
import { actionsOf, opens, picks, type Action, type TrainingProgram } from './action.ts'
import { keptStep } from './run.ts'

/** Gives away a zip that another program trains from, or says why there is none. */
const exportsFor =
  (program: TrainingProgram): Action['perform'] =>
  (lab, page) => {
    const { name, text } = lab.runs.export()
    page.folder(text, program).then(
      (zip) => page.download(name.replace(/\.json$/, `-${program}.zip`), zip),
      (error: unknown) =>
        lab.notices.notify(
          error instanceof ExplainedError ? inOneLine(error.explanation) : messageOf(error),
          'error',
        ),
    )
  }

export const fileActions = actionsOf({
  'export-run': {
    label: 'Export the run',
    enabled: selectHasRun,
    perform: (lab, page) => {
      const { name, text } = lab.runs.export()
      page.download(name, text)
    },
  },
  'export-player': {
    label: 'Export the run as one HTML file',
    enabled: selectHasRun,
    perform: (lab, page) => {
      const { name, text } = lab.runs.export()
      page.player(text).then(
        (html) => page.download(name.replace(/\.json$/, '.html'), html),
        () =>
          lab.notices.notify(
            'The player could not be fetched, so there is no file. It needs the network once; the run itself can be exported without.',
            'error',
          ),
      )
    },
  },
  'export-trl': {
    label: 'Export the run for TRL, to train on a machine of your own',
    enabled: selectHasRun,
    perform: exportsFor('trl'),
  },
  'export-verl': {
    label: 'Export the run for verl (lasgroup/SDPO), to train on a cluster',
    enabled: selectHasRun,
    perform: exportsFor('verl'),
  },
  'import-run': {
    label: 'Open a run from a file',
    perform: (lab, page) =>
      picks(
        lab,
        page.pickFiles('.json,.jsonl,.parquet,application/json'),
        (files) => void lab.runs.importFiles(files),
      ),
  },
  'take-adapter': {
    label: (state) =>
      keptStep(state) > 0
        ? `Take the adapter home, after update ${keptStep(state)}`
        : 'Take the adapter home',
    enabled: (state) =>
      state.source === 'live' && keptStep(state) > 0 && arms[selectConfig(state).arm].trains,
    perform: (lab, page) => lab.adapter.take((name, zip) => page.download(name, zip)),
  },
  'start-from-adapter': {
    label: (state) =>
      state.startsFrom
        ? `Start from the base model again, not from ${state.startsFrom.name}`
        : 'Start runs from an adapter file',
    enabled: (state) => state.startsFrom !== null || state.engine.phase === 'ready',
    perform: (lab, page) => {
      if (lab.store.getState().startsFrom) return lab.adapter.startFromBase()
      picks(lab, page.pickFiles('.zip,.json,.safetensors,application/zip'), (files) => {
        if (files.length > 0) lab.adapter.startFrom(files)
      })
    },
  },
  runs: { label: 'Runs', name: 'Runs kept in this browser', ...opens('runs') },
})
