/** The runs that came with the page to be opened (public/recordings, made by `npm run record`): what each is, and the preset that it is of. */
import type { Problem } from '../../problems/problem.ts'

interface BundledRun {
  /** Of its file. */
  name: string
  title: string
  about: string
  /** Id of the preset, where that is offered. */
  preset?: string
}

export const bundledRuns: readonly BundledRun[] = [
  {
    name: 'first',
    title: 'Recorded on the bundled model',
    about: 'Lists, SDPO: the run that the page opens on.',
  },
  {
    name: 'anchors',
    title: 'A real model learns what it never said',
    about:
      'SmolLM2-135M, the name for ^ and $ in regular expressions, SDPO: none of 32 untouched attempts says it; after two updates the sixth attempt does. Its feedback names three words, so that who knows nothing would be as fast: watch the odds of the word.',
    preset: 'question-anchor',
  },
  {
    name: 'smollm2',
    title: 'Recorded on SmolLM2-135M',
    about:
      'The symbol of tungsten, SDPO: two of four attempts pass; after one update all do. Taught on by its own successes, it has drifted off by the fourth.',
  },
]

/** A run of this problem that came with the page; null where there is none beside the one that it opens on. */
export function bundledRunOf({ id }: Pick<Problem, 'id'>): BundledRun | null {
  return bundledRuns.find(({ preset }) => preset === id) ?? null
}
