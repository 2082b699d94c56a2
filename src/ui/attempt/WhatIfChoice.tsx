/** What the self-teacher could have read instead, one of them chosen. */
import { whatIfKinds } from '../../lab/reading/what-if.ts'
import type { WhatIfView } from '../../lab/state/what-if.ts'
import { whatIfNames, whatIfTitle } from '../../lab/words/what-if-words.ts'
import { useLab } from '../lab.tsx'
import { Choice } from '../parts/Choice.tsx'

export function WhatIfChoice({ what }: Pick<WhatIfView, 'what'>) {
  const lab = useLab()
  return (
    <Choice
      label={whatIfTitle}
      value={what}
      options={whatIfKinds.map((kind) => ({
        value: kind,
        name: whatIfNames[kind],
        content: whatIfNames[kind],
      }))}
      onChange={(kind) => lab.looking.setWhatIf(kind)}
    />
  )
}
