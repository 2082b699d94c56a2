/** How often the untouched model passes a preset: the hardness that a run starts from. */
import { Rng } from '../../src/rng.ts'
import { openHeadless } from '../headless.ts'
import { progress, type Experiment, type Row } from './report.ts'

const batch = 64

export const baseRate: Experiment = async ({ presets: problems, config, model: folder, threads, samples }) => {
  const { model, judge } = openHeadless({ folder, threads, adapter: config.adapter })
  const rows: Row[] = []
  const programs: Record<string, [string, number][]> = {}
  for (const problem of problems) {
    const prompt = model.tokenizer.encodeChat([{ role: 'user', content: problem.statement }])
    const counts = new Map<string, number>()
    for (let done = 0; done < samples; done += batch) {
      const rngs = Array.from({ length: batch }, (_, i) => Rng.of(0, 'base-rate', problem.id, done + i))
      const drawn = await model.sample({ prompt, theta: null, rngs, maxNewTokens: config.maxNewTokens, temperature: config.temperature, topP: config.topP })
      for (const { tokens } of drawn) {
        const text = model.tokenizer.decode(tokens)
        counts.set(text, (counts.get(text) ?? 0) + 1)
      }
      progress(`${problem.id} ${done + batch} of ${samples}`)
    }
    let passed = 0
    for (const [text, count] of counts) if ((await judge(problem, text, {})).verdict.reward === 1) passed += count
    rows.push({ name: `${problem.id} pass rate`, value: passed / samples, bar: 'at most .002', holds: passed / samples <= 0.002 })
    programs[problem.id] = [...counts].sort((a, b) => b[1] - a[1]).slice(0, 5)
  }
  progress('')
  await model.dispose()
  return { rows, samples, programs }
}
