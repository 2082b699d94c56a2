import { expect, it } from 'vitest'
import { arms } from '../../sdpo/arms.ts'
import type { Arm } from '../../sdpo/config.ts'
import { nextWords } from './next-words.ts'

it.each<[Arm, string, string]>([
  ['sdpo', 'hindsight for the others', 'with the judge\u2019s words after it'],
  ['srpo', 'hindsight for the others', 'with the judge\u2019s words after it'],
  ['multi-turn+sdpo', 'hindsight for the others', 'with the judge\u2019s words after it'],
  ['grpo', 'mean of its group', 'mean of its group'],
  ['best-of-k', 'the weights stay', 'the weights stay'],
  ['multi-turn', 'the weights stay', 'the next attempt reads'],
])('after the verdict, %s does what its arm does', (arm, afterPass, afterFailure) => {
  const said = (passed: boolean) => nextWords({ passed }, { stage: 'judge', attempts: [] }, arms[arm])
  expect(said(true)).toContain(afterPass)
  expect(said(false)).toContain(afterFailure)
})
