/**
 * The floors of the house, lowest first. A file may import from its own room and from rooms below; rooms
 * of one floor are neighbours that do not know each other. A room is a folder or a file; what lies deepest
 * counts, so `src/lab/run` is a room of its own within `src/lab`.
 */
export const floors = [
  [
    'src/rng.ts',
    'src/exactly.ts',
    'src/explained-error.ts',
    'src/start-thread.ts',
    'src/start-process.ts',
    'src/offline',
  ],
  // It counts attempts, whoever made them, and draws.
  ['src/statistics'],
  ['packages/ort-train/src/graph'],
  ['packages/ort-train/src/runtime'],
  ['packages/ort-train'],
  // Where tests and commands get the native runtime from, which is installed apart.
  ['scripts/native-runtime.ts'],
  ['src/problems', 'src/lm'],
  // A judge judges problems; a problem knows no judge.
  ['src/verify'],
  ['src/sdpo'],
  // What is said of a problem before its run, and of the run after it: figures in, sentences out.
  ['src/outlook'],
  ['src/diagnosis'],
  ['src/engine', 'src/authoring', 'src/results', 'src/interchange'],
  ['src/lab/text'],
  ['src/lab/settings'],
  ['src/lab/run'],
  // The lab in Node: models from files, runs, what a file is.
  ['src/headless'],
  ['src/lab/reading', 'src/lab/race'],
  ['src/lab/history'],
  ['src/lab/state'],
  ['src/lab/words'],
  ['src/lab/control'],
  ['src/lab'],
  ['src/lab/actions'],
  ['src/ui'],
  ['src'],
  ['scripts'],
  // What stands at the root of the repository: the settings of the build and of the tests.
  ['.'],
  // The command line: what is packed for npm.
  ['bin'],
  ['experiments/train-tiny', 'experiments/conformance'],
  ['experiments/lib'],
  ['experiments/measures'],
  ['experiments/commands'],
  ['e2e'],
]

/** Rooms that a room must not know although they are below it. */
export const strangers = {
  // A package stands alone: nothing of the repository outside it.
  packages: ['src'],
  // A language model is one thing and its problem another.
  'src/verify': ['src/lm'],
  // The tools of the build know the formats of the page, not the page.
  scripts: ['src/ui', 'src/lab'],
  // What is measured is measured without the screen.
  experiments: ['src/ui', 'src/App.tsx', 'src/main.tsx'],
  // The page's tests are given what a command printed, never its code.
  e2e: ['experiments', 'bin'],
  // Experiments may go without a build; what is packed may not need them.
  bin: ['src/ui', 'src/App.tsx', 'src/main.tsx'],
}

/** Imports that go up all the same; each has a reason and should become unnecessary. */
export const exceptions = []

/** What tests (and what only tests use) may import beyond that. */
export const exceptionsInTests = [
  // Gradients are checked by running the graphs.
  'packages/ort-train/src/graph → packages/ort-train/src/runtime',
  'packages/ort-train/* → scripts/native-runtime.ts',
  // A room of the lab is driven through the lab's face.
  'src/lab/* → src/lab/*',
]

/** Modules that some rooms alone may import, by how their names begin. */
export const keptModules = [
  {
    module: 'onnxruntime',
    // The address of its binary (`?url`) is no code: the worker hands it to the runtime.
    except: /\?url$/,
    rooms: ['packages/ort-train'],
    reason: 'packages/ort-train is the only room that knows onnxruntime',
  },
]
