/** What is known of a preset on the model in use, with the figures that were measured on it and on no other. */
import type { Problem } from '../../problems/problem.ts'
import { guesser, notOffered, solvedBy, type AskedModel, type SolvedOn } from '../../problems/solved-on.ts'
import type { LabState } from '../state/store.ts'
import { contestantName } from '../text/arm-names.ts'
import { grouped } from '../text/format.ts'

/** The model that is there, or the bundled one, which is there first. */
export function askedModel({ engine: { model } }: Pick<LabState, 'engine'>): AskedModel {
  return model
    ? {
        id: model.id,
        name: model.name,
        readsAll: model.readsAll !== false,
        contextLength: model.contextLength,
      }
    : { id: 'tiny', name: 'the bundled model', readsAll: false, contextLength: Infinity }
}

/** One sentence for a list of presets. */
export function offerWords(problem: Problem, model: AskedModel): string {
  const why = notOffered(problem, model)
  switch (why) {
    case 'language-model':
      return 'For a language model: this one does not know the words'
    case 'bundled':
      return 'For the bundled model, which was taught these words'
    case 'too-long':
      return `Too long for ${model.name}`
    case null:
      return solvedWords(problem, model) ?? `Not yet run on ${model.name}`
    default:
      return why satisfies never
  }
}

/** How often it was solved on this model, and how rare a pass is without training; null where it was not run. */
export function solvedWords(problem: Problem, model: AskedModel): string | null {
  const figures = solvedBy(problem, model)
  return figures && figuresWords(figures, model.name)
}

/** Null where there are none. */
export function figuresWords(figures: SolvedOn, model: string): string | null {
  const { base } = figures
  const blind = figures.runs.find(({ arm }) => arm === guesser)
  const runs = figures.runs.filter((run) => run !== blind)
  if (runs.length === 0)
    return base
      ? `${Math.round(base.rate * base.of)} of ${base.of} untouched attempts on ${model} pass`
      : null
  const [{ of, budget }] = runs as [(typeof runs)[number]]
  const alike = runs.every((run) => run.of === of && run.budget === budget)
  const each = runs.map(({ arm, solved, ...run }) =>
    alike
      ? `${contestantName(arm)} in ${solved}`
      : `${contestantName(arm)} in ${solved} of ${run.of} runs of ${run.budget} attempts`,
  )
  const rare =
    base && base.rate > 0
      ? `. About one untouched attempt in ${grouped(Math.round(Number((1 / base.rate).toPrecision(2))))} passes`
      : ''
  const guessed = blind
    ? `. Who knows nothing and takes what the feedback leaves finds it in ${Math.round((100 * blind.solved) / blind.of)} %`
    : ''
  return `Solved on ${model} by ${each.join(', ')}${alike ? ` of ${of} runs of ${budget} attempts` : ''}${rare}${guessed}`
}
