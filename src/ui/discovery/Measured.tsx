/** What was measured over many problems of this kind, in place of one run's own curve: its playhead and its first pass stand over it. */
import { curves as lists } from '../../../docs/results/headline-lists.json'
import { curves as records } from '../../../docs/results/headline-records.json'
import { armsOf } from '../results/measured-arms.ts'
import { Curve } from './Curve.tsx'
import { measuredOn } from './measured-on.ts'

const classes = { lists: lists['lists, hard'], records: records['records, hard'] }

/** As they are named within a sentence. */
const familyNames: Readonly<Record<'lists' | 'records', string>> = { lists: 'lists', records: 'records' }

export default function Measured(props: {
  family: 'lists' | 'records'
  budget: number
  playhead: number | null
  firstPass: number | null
  reached: boolean
  /** What is said of the run. */
  said: string
}) {
  const { family, budget, said, ...run } = props
  const arms = armsOf(classes[family], '6').map((arm) => ({
    ...arm,
    points: arm.points.filter(({ k }) => k <= budget),
  }))
  const ends = arms.map(({ label, points }) => `${label} ${Math.round(100 * points.at(-1)!.solved)}\u202f%`)
  return (
    <Curve
      label={`discovery at k on hard ${familyNames[family]} problems, within ${budget} attempts, ${measuredOn.problems} problems, ${measuredOn.seeds} seeds, 90\u202f% interval: ${ends.join(', ')}. This run: ${said}`}
      arms={arms}
      budget={budget}
      {...run}
    />
  )
}
