/**
 * Every printed figure and interval of a file of docs/results again from its raw tables, so that whoever doubts a row needs
 * neither a model nor hours: the rows of an experiment are a pure function of what its runs did.
 */
import { cardRows, type CardTables } from './rows/card.ts'
import { collapseRows, type CollapseTables } from './rows/collapse.ts'
import { creditRows, type CreditTables } from './rows/credit.ts'
import { discoveryRows, type DiscoveryTables } from './rows/discovery.ts'
import { forgettingRows, type ForgettingTables } from './rows/forgetting.ts'
import { headlineCurves } from './rows/headline-curves.ts'
import { headlineRows, type HeadlineTables } from './rows/headline.ts'
import { hiddenRows, type HiddenTables } from './rows/hidden-meaning.ts'
import { lawRows, type LawTables } from './rows/law.ts'
import { outlookRows, type OutlookTables } from './rows/outlook.ts'
import { realDiscoveryRows, type RealDiscoveryTables } from './rows/real-discovery.ts'
import { teacherRows, type Moved } from './rows/real-teacher.ts'
import { scalarRows, type ScalarTables } from './rows/scalar.ts'
import { trainingRows, type TrainingTables } from './rows/training.ts'
import { truthRows, type TruthTables } from './rows/truth.ts'
import { solveRows, type SolveTables } from './rows/solve.ts'
import { variantRows, type VariantTables } from './rows/variants.ts'
import type { CurvePoint } from '../../src/statistics/curves.ts'
import type { Row } from './report.ts'

/** A file of docs/results as it was parsed. */
export interface RawReport {
  experiment: string
  command: string
  rows: readonly (Omit<Row, 'value' | 'low' | 'high'> & {
    value: number | null
    low?: number | null
    high?: number | null
  })[]
  config?: { budget?: number }
  [table: string]: unknown
}

/** What a file was not written with, from the settings that made it. */
const withBudget = (report: RawReport) => ({ ...report, budget: report['budget'] ?? report.config?.budget })

const variantRowsOf = (report: RawReport) => variantRows(withBudget(report) as unknown as VariantTables)

/** Their rows are milliseconds, bytes and shares of samples as they were measured. */
const measured = ['base-rate', 'speed']

/** By the experiment's name. */
const rowsOf: Readonly<Record<string, (report: RawReport) => Row[]>> = {
  discovery: (report) =>
    discoveryRows({
      passAt64: Number(/--pass64 (\S+)/.exec(report.command)?.[1] ?? 0.5),
      ...withBudget(report),
    } as unknown as DiscoveryTables),
  headline: (report) => headlineRows(report as unknown as HeadlineTables),
  'hidden-meaning': (report) => hiddenRows(report as unknown as HiddenTables),
  card: (report) => cardRows(report as unknown as CardTables),
  credit: (report) => creditRows(report as unknown as CreditTables),
  forgetting: (report) => forgettingRows(report as unknown as ForgettingTables),
  collapse: (report) => collapseRows(report as unknown as CollapseTables),
  law: (report) => lawRows(report as unknown as LawTables),
  training: (report) => trainingRows(report as unknown as TrainingTables),
  truth: (report) => truthRows(report as unknown as TruthTables),
  teacher: variantRowsOf,
  divergence: variantRowsOf,
  batch: variantRowsOf,
  level: variantRowsOf,
  tokens: variantRowsOf,
  clip: variantRowsOf,
  imitation: variantRowsOf,
  tuning: variantRowsOf,
  scalar: (report) => scalarRows(withBudget(report) as unknown as ScalarTables),
  outlook: (report) => outlookRows(report as unknown as OutlookTables),
  solve: (report) => solveRows(withBudget(report) as unknown as SolveTables),
  'real-teacher': (report) => teacherRows(report['moved'] as Record<string, Moved>),
  'real-discovery': (report) =>
    realDiscoveryRows({ seeds: seedsOf(report), ...withBudget(report) } as unknown as RealDiscoveryTables),
}

/** What the page draws of a report beside its rows, again from its raw tables; null where that is nothing, or is not kept there. */
export function curvesAgain(report: RawReport): Record<string, Record<string, CurvePoint[]>> | null {
  return report.experiment === 'headline' ? headlineCurves(report as unknown as HeadlineTables) : null
}

function seedsOf({ firstSuccess }: RawReport): number {
  const [arm] = Object.values(firstSuccess as RealDiscoveryTables['firstSuccess'])
  return Object.values(arm ?? {})[0]?.length ?? 0
}

export interface Recomputed {
  /** All rows as they are computed now; none where nothing could be. */
  rows: readonly Row[]
  /** Rows that came out as they are printed. */
  same: number
  /** What did not, in words. */
  different: string[]
  /** Why nothing could be computed again; null: it was. */
  hindrance: string | null
}

/** Printed rows are compared to twelve digits; what is printed and not computed is a difference too. */
export function recompute(report: RawReport): Recomputed {
  const again = rowsOf[report.experiment]
  if (!again)
    return {
      rows: [],
      same: 0,
      different: [],
      hindrance: measured.includes(report.experiment)
        ? 'its rows are what was measured'
        : 'its raw tables are not kept',
    }
  let rows: Row[]
  try {
    rows = again(report)
  } catch {
    return { rows: [], same: 0, different: [], hindrance: 'it was written before its raw tables were kept' }
  }
  const computed = new Map(rows.map((row) => [row.name, row]))
  const different: string[] = []
  for (const row of report.rows) {
    const own = computed.get(row.name)
    if (!own) different.push(`${row.name}: is not computed`)
    else if (!(['value', 'low', 'high'] as const).every((key) => equal(own[key], row[key])))
      different.push(
        `${row.name}: printed ${words(row.value, row.low, row.high)}, computed ${words(own.value, own.low, own.high)}`,
      )
  }
  return { rows, same: report.rows.length - different.length, different, hindrance: null }
}

/** A file has null where the figure is Infinity. */
function equal(computed: number | undefined, printed: number | null | undefined): boolean {
  if (computed === undefined || printed === undefined) return computed === printed
  if (printed === null) return !Number.isFinite(computed)
  return Math.abs(computed - printed) <= 1e-12 * Math.max(1, Math.abs(printed))
}

const words = (...values: (number | null | undefined)[]) =>
  values
    .filter((value) => value !== undefined)
    .map(String)
    .join(' ')
