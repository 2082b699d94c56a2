/**
 * Writes src/problems/presets.json, the problems that the lab offers: hard problems of the dev and test
 * splits, so never trained on, whose meanings are drawn uniformly where habit follows Zipf's law.
 *
 *   npx tsx experiments/commands/choose-presets.ts --list 150     candidates with their base pass rate under the prior
 *   npx tsx experiments/commands/choose-presets.ts                writes the chosen ones, named in the table below
 */
import { writeFileSync } from 'node:fs'
import { problemSchema, type Problem } from '../../src/problems/problem.ts'
import type { FamilyName } from '../../src/problems/tickets/family.ts'
import { problemOf, type Drawn } from '../../src/problems/tickets/drawn.ts'
import { drawHard } from '../train-tiny/tickets/samples.ts'
import { splitOf } from '../../src/problems/tickets/split.ts'
import { Rng } from '../../src/rng.ts'
import { priorPassRate } from '../../src/problems/tickets/prior-pass-rate.ts'

interface Choice {
  family: FamilyName
  seed: number
  id: string
  title: string
  /** What makes it hard, without giving the answer away. */
  why: string
}

const chosen: readonly Choice[] = [
  {
    family: 'lists',
    seed: 63,
    id: 'lists-gaps',
    title: 'Gaps, then growth',
    why: 'Which ones go, how much bigger and which way to sort are all left open.',
  },
  {
    family: 'lists',
    seed: 108,
    id: 'lists-turned',
    title: 'Turned around and cropped',
    why: '“Turn them around” sounds like reversing the list. It is not.',
  },
  {
    family: 'lists',
    seed: 24,
    id: 'lists-lucky-front',
    title: 'Lucky ones at the front',
    why: 'The customer has an own idea of luck, and of how much something is.',
  },
  {
    family: 'lists',
    seed: 55,
    id: 'lists-winner',
    title: 'Roll, rank, win',
    why: '“Rank” is no sort from high to low here, and the winner does not come first.',
  },
  {
    family: 'lists',
    seed: 75,
    id: 'lists-mirror',
    title: 'Lucky numbers in a mirror',
    why: 'Every one of the three words has an unusual meaning.',
  },
  {
    family: 'lists',
    seed: 77,
    id: 'lists-small-scale',
    title: 'Small ones, scaled',
    why: 'Small goes further up than one thinks, and what is measured is not the length.',
  },
  {
    family: 'lists',
    seed: 136,
    id: 'lists-four-steps',
    title: 'Four vague steps',
    why: 'Four steps, each with six to eight meanings: thousands of readings, one of them right.',
  },
  {
    family: 'records',
    seed: 124,
    id: 'records-places',
    title: 'Where the others were',
    why: '“Usable” is a field that must be false, and nobody says which field.',
  },
  {
    family: 'records',
    seed: 1,
    id: 'records-ranked',
    title: 'Ranked, but not by score',
    why: 'Fields unknown, and the rank is not by the score that one thinks of first.',
  },
  {
    family: 'records',
    seed: 13,
    id: 'records-money',
    title: 'What the strong ones paid',
    why: 'Two fields to find, and strength starts low.',
  },
  {
    family: 'records',
    seed: 24,
    id: 'records-when',
    title: 'When the cheap ones came',
    why: 'Three fields to find, and the rest is nearly everything.',
  },
  {
    family: 'records',
    seed: 43,
    id: 'records-latest',
    title: 'The end of the good ones',
    why: 'Which good, which best and which time: three fields of six names each.',
  },
  {
    family: 'records',
    seed: 6,
    id: 'records-important',
    title: 'Important, then the rest',
    why: '“Important” is about size here, with a low bar.',
  },
  {
    family: 'records',
    seed: 38,
    id: 'records-by-size',
    title: 'Usable ones by size',
    why: 'Three fields from the far end of the dictionary, smallest first.',
  },
]

/** Seeds alternate between the two held-out splits. */
const draw = (family: FamilyName, seed: number): Drawn =>
  drawHard(Rng.of(seed, 'preset', family), family, seed % 2 ? 'dev' : 'test')

function list(seeds: number): void {
  for (const family of ['lists', 'records'] as const)
    for (let seed = 1; seed <= seeds; seed++) {
      const drawn = draw(family, seed)
      const rate = priorPassRate(drawn)
      if (rate < 0.002 && rate > 2e-5)
        console.log(
          [
            family,
            seed,
            splitOf(drawn.code),
            `${(100 * rate).toFixed(4)} %`,
            drawn.ticket.text,
            drawn.code,
          ].join('\t'),
        )
    }
}

function write(): void {
  const presets = chosen.map(({ family, seed, id, title, why }) =>
    problemSchema.parse(problemOf(draw(family, seed), { id, title, note: why })),
  )
  const path = new URL('../../src/problems/presets.json', import.meta.url)
  writeFileSync(path, `[\n${presets.map(oneTestALine).join(',\n')}\n]\n`)
  for (const preset of presets)
    console.log(`${preset.id}\t${preset.statement}\t${preset.solution}\t${preset.note}`)
}

/** JSON that a person can read and compare: one line a key, one line a test. */
function oneTestALine(problem: Problem): string {
  const lines = Object.entries(problem).map(([key, value]) =>
    key === 'tests'
      ? `"tests": [\n${problem.tests.map((test) => `   ${JSON.stringify(test)}`).join(',\n')}\n  ]`
      : `${JSON.stringify(key)}: ${JSON.stringify(value)}`,
  )
  return ` {\n${lines.map((line) => `  ${line}`).join(',\n')}\n }`
}

const listed = process.argv.indexOf('--list')
if (listed > 0) list(Number(process.argv[listed + 1] ?? 150))
else write()
