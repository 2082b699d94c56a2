/**
 * `npm run outlook -- [--model tiny|smollm2] [--only a,b] [--budget N] [--asking-again] [--json OUT]`: does the line before a run
 * agree with what then happens? Problems as people bring them, eight of them written after the rules were, each through the lab's own modules: pasted,
 * read, measured, judged in one line, run. Exits 1 where fewer than 17 of 20 agree (of a part: fewer than 85 %).
 * With --asking-again instead: short questions, and of those whose line would rather sample without feedback, how many pass that
 * way beside how many pass with learning.
 * SmolLM2 is read from .cache/smollm2 (npm run fetch:smollm2); without it its problems are skipped, which is said.
 */
import { existsSync, writeFileSync } from 'node:fs'
import { optionsOf } from '../../scripts/command-options.ts'
import { settingsFor } from '../../src/engine/catalogue.ts'
import { reasonWords, verdictWords } from '../../src/outlook/words.ts'
import { defaultRunConfig, type RunConfig } from '../../src/sdpo/config.ts'
import { openHeadless, type Headless } from '../lib/headless.ts'
import { askingAgain, outlookCases, wayOf, type Judged } from '../lib/outlook-cases.ts'
import { reportText } from '../lib/report-text.ts'
import { outlookRows, type OutlookProblem } from '../measures/rows/outlook.ts'
import { openReal } from '../lib/headless.ts'

const { values } = optionsOf(import.meta.url, {
  options: {
    model: { type: 'string' },
    only: { type: 'string' },
    budget: { type: 'string' },
    threads: { type: 'string', default: '1' },
    json: { type: 'string' },
    'asking-again': { type: 'boolean', default: false },
  },
})
const smollm2 = '.cache/smollm2/SmolLM2-135M-Instruct.Q4_1.gguf'
const only = values.only?.split(',')
const cases = values['asking-again'] ? askingAgain : outlookCases
const wanted = cases.filter(
  ({ id, model }) => (!only || only.includes(id)) && (!values.model || model === values.model),
)
const open = new Map<string, { lab: Headless; config: RunConfig }>()
const judged: Judged[] = []
/** Written after every problem: whoever stops it has the ones so far, and the same command goes on. */
const write = () => {
  if (!values.json) return
  const command = `npm run outlook -- ${process.argv.slice(2).join(' ')}`
  writeFileSync(values.json, reportText({ experiment: 'outlook', command, weights: null, ...report(judged) }))
}
for (const given of wanted) {
  if (given.model === 'smollm2' && !existsSync(smollm2)) {
    console.log(`${given.id}: skipped, ${smollm2} is not there (npm run fetch:smollm2)`)
    continue
  }
  const { lab, config } = open.get(given.model) ?? (await opened(given.model))
  open.set(given.model, { lab, config })
  const way = await wayOf(lab, given, config)
  judged.push(way)
  write()
  const { outlook, solvedAt, agrees, sampledAt } = way
  const passedAt = (at: number | null) => (at === null ? `none of ${config.budget}` : `solved at ${at}`)
  console.log(
    `${agrees ? 'agrees' : 'DISAGREES'}  ${given.model}  ${given.id}  ${outlook.colour}  ${verdictWords(outlook)}. ${outlook.reasons.map(reasonWords).join(' ')}  -> ${passedAt(solvedAt)}${sampledAt === undefined ? '' : `; without feedback ${passedAt(sampledAt)}`}`,
  )
}
const agreeing = judged.filter(({ agrees }) => agrees).length
const fresh = judged.filter(({ id }) => cases.find((given) => given.id === id)!.fresh)
console.log(
  `${agreeing} of ${judged.length} agree, ${fresh.filter(({ agrees }) => agrees).length} of ${fresh.length} fresh ones`,
)
if (!values['asking-again'] && agreeing < Math.ceil(judged.length * 0.85)) process.exitCode = 1

/** What the line said of each problem beside what happened, and the rows of it. */
function report(ways: readonly Judged[]) {
  const problems = ways.map(({ id, outlook, solvedAt, agrees, sampledAt }): OutlookProblem => {
    const { model, fresh } = cases.find((given) => given.id === id)!
    return {
      id,
      model,
      ...(fresh && { fresh }),
      colour: outlook.colour,
      expects: outlook.expects,
      reasons: outlook.reasons.map(reasonWords),
      solvedAt,
      agrees,
      ...(sampledAt !== undefined && { sampledAt }),
    }
  })
  return { rows: outlookRows({ problems }), problems }
}

async function opened(model: 'tiny' | 'smollm2'): Promise<{ lab: Headless; config: RunConfig }> {
  const threads = Number(values.threads)
  if (model === 'tiny') {
    const config = { ...defaultRunConfig, budget: Number(values.budget ?? 128) }
    return { lab: openHeadless({ threads, adapter: config.adapter }), config }
  }
  const { adapter } = defaultRunConfig
  const lab = await openReal({ path: smollm2, threads, adapter })
  const settings = settingsFor(lab.source.info(adapter))
  return { lab, config: { ...defaultRunConfig, ...settings, budget: Number(values.budget ?? 32) } }
}
