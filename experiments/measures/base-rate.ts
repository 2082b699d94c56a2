/** How often the untouched model passes a preset: the hardness that a run starts from. */
import { sampleCounts } from '../../src/lm/sample-tree.ts'
import { Rng } from '../../src/rng.ts'
import { openHeadless } from '../lib/headless.ts'
import { Screen } from '../lib/screen.ts'
import { progress } from '../lib/progress.ts'
import type { Experiment, Row } from './report.ts'

export const baseRate: Experiment = async ({
  presets: problems,
  config,
  model: folder,
  threads,
  samples,
}) => {
  const { model, judge } = openHeadless({ folder, threads, adapter: config.adapter })
  const rows: Row[] = []
  const programs: Record<string, [string, number][]> = {}
  for (const problem of problems) {
    const prompt = model.tokenizer.encodeChat([{ role: 'user', content: problem.statement }])
    const drawn = await sampleCounts(model, {
      prompt,
      count: samples,
      rng: Rng.of(0, 'base-rate', problem.id),
      maxNewTokens: config.maxNewTokens,
      temperature: config.temperature,
    })
    const counts = drawn.map(
      ({ tokens, count }) => [model.tokenizer.decode(tokens), count] as [string, number],
    )
    const screen = new Screen(problem)
    let passed = 0
    for (const [text, count] of counts)
      if (!screen.failsPlainly(text) && (await judge(problem, text, {})).verdict.reward === 1) passed += count
    progress(`${problem.id}: ${passed} of ${samples}`)
    rows.push({
      name: `${problem.id} pass rate`,
      value: passed / samples,
      bar: 'at most .002',
      holds: passed / samples <= 0.002,
    })
    programs[problem.id] = counts.sort((a, b) => b[1] - a[1]).slice(0, 5)
  }
  progress('')
  await model.dispose()
  return { rows, samples, programs }
}
