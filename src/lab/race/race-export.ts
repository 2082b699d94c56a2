/** A race as a file: JSON with everything it takes to run it again, or a CSV row an arm and seed. */
import { raceProgress, figuresOf, type RaceView } from './race.ts'

export function raceJson(view: RaceView): string {
  const { problem, config, model, backend, lanes } = view
  const arms = armsOf(view).map((arm) => {
    const { table, reached, median, solved, tokens, ms, curve } = figuresOf(view, arm)
    return {
      arm,
      firstPasses: table.map(([first]) => first),
      knownUpTo: reached,
      solved,
      medianAttempts: median,
      tokens,
      ms,
      discovery: curve,
    }
  })
  const runs = lanes.map(({ rate: _, ...lane }) => lane)
  return JSON.stringify(
    {
      format: 'sdpo-lab-race',
      version: 1,
      complete: raceProgress(view, armsOf(view)) === 1,
      problem,
      model,
      backend,
      config,
      arms,
      runs,
    },
    null,
    1,
  )
}

export function raceCsv(view: RaceView): string {
  const head = [
    'arm',
    'seed',
    'attempts',
    'first_pass',
    'finished',
    'prompt_tokens',
    'sampled_tokens',
    'teacher_tokens',
    'trained_tokens',
    'ms',
  ]
  const rows = view.lanes.map(({ arm, seed, attempts, firstPass, finished, tokens, ms }) => [
    arm,
    seed,
    attempts,
    firstPass ?? '',
    finished,
    tokens.prompt,
    tokens.sampled,
    tokens.teacher,
    tokens.trained,
    Math.round(ms),
  ])
  return [head, ...rows].map((row) => row.join(',')).join('\n') + '\n'
}

const armsOf = (view: RaceView) => [...new Set(view.lanes.map((lane) => lane.arm))]
