/** The table of presets: which model solves each within its budget, by which arm. Every figure is of src/problems/solved-on.json; what is not there was not run. */
import { contestantName } from '../../src/lab/text/arm-names.ts'
import type { Problem } from '../../src/problems/problem.ts'
import { presetSets, setOf } from '../../src/problems/sets.ts'
import {
  guesser,
  notOffered,
  solvedBy,
  type AskedModel,
  type SolvedOn,
} from '../../src/problems/solved-on.ts'

/** The models that figures are of. */
const models: readonly (AskedModel & { head: string })[] = [
  { id: 'tiny', name: 'tiny-js', head: 'bundled (0.85 M)', readsAll: false, contextLength: 512 },
  {
    id: 'HuggingFaceTB/SmolLM2-135M-Instruct',
    name: 'SmolLM2-135M-Instruct',
    head: 'SmolLM2-135M-Instruct',
    readsAll: true,
    contextLength: 8192,
  },
  {
    id: 'Qwen/Qwen2.5-Coder-0.5B-Instruct',
    name: 'Qwen2.5-Coder-0.5B-Instruct',
    head: 'Qwen2.5-Coder-0.5B-Instruct',
    readsAll: true,
    contextLength: 32768,
  },
]

/** By set, a table each. */
export function presetTables(presets: readonly Problem[]): string {
  return presetSets
    .map(({ id, title }) => {
      const rows = presets.filter((preset) => setOf(preset) === id)
      return [
        `## ${title}`,
        '',
        `| preset | ${models.map(({ head }) => head).join(' | ')} |`,
        `|---|${models.map(() => '---|').join('')}`,
        ...rows.map(
          (preset) => `| ${preset.title} | ${models.map((model) => cell(preset, model)).join(' | ')} |`,
        ),
      ].join('\n')
    })
    .join('\n\n')
}

function cell(preset: Problem, model: AskedModel): string {
  if (notOffered(preset, model)) return 'not offered'
  const figures = solvedBy(preset, model)
  return figures ? figuresCell(figures) : 'not yet run here'
}

function figuresCell({ base, runs }: SolvedOn): string {
  const parts = runs.map(({ arm, solved, of, budget }) =>
    arm === guesser
      ? `a guesser in ${Math.round((100 * solved) / of)} %`
      : `${contestantName(arm)} ${solved} of ${of}${budget === runs[0]!.budget ? '' : ` within ${budget}`}`,
  )
  const within = runs.length > 0 ? [`${parts.join(', ')} (within ${runs[0]!.budget} attempts)`] : []
  if (!base) return within.join('')
  const untouched = `untouched ${Math.round(base.rate * base.of)} of ${base.of.toLocaleString('en')}`
  const budget = runs[0]?.budget
  // What sampling alone finds follows from the rate, where it was not run for itself.
  const sampling =
    budget !== undefined && base.rate > 0 && !runs.some(({ arm }) => arm === 'best-of-k')
      ? `, so that asking again finds it in ${Math.round(100 * (1 - (1 - base.rate) ** budget))} % of such runs`
      : ''
  return [...within, `${untouched}${sampling}`].join('; ')
}
