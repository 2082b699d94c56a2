/** What is known of a preset on the model in use, with the figures that were measured on it and on no other. */
import type { Problem } from '../../problems/problem.ts'
import { notOffered, solvedBy, type AskedModel } from '../../problems/solved-on.ts'
import type { Arm } from '../../sdpo/config.ts'
import type { LabState } from '../state/store.ts'
import { armNames } from '../text/arm-names.ts'

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
  if (!figures || figures.runs.length === 0) return null
  const [{ of, budget }] = figures.runs as [(typeof figures.runs)[number]]
  const alike = figures.runs.every((run) => run.of === of && run.budget === budget)
  const each = figures.runs.map(({ arm, solved, ...run }) =>
    alike
      ? `${armNames[arm as Arm] ?? arm} in ${solved}`
      : `${armNames[arm as Arm] ?? arm} in ${solved} of ${run.of} runs of ${run.budget} attempts`,
  )
  const rare =
    figures.base && figures.base.rate > 0
      ? `. About one untouched attempt in ${Math.round(Number((1 / figures.base.rate).toPrecision(2))).toLocaleString('en')} passes`
      : ''
  return `Solved on ${model.name} by ${each.join(', ')}${alike ? ` of ${of} runs of ${budget} attempts` : ''}${rare}`
}
