/** What SDPO came to beside multi-turn on a model, over all presets that both were run on there: a sentence worded no stronger than its interval, and for whom learning is worth it all the same. */
import { solvedOn, solvedOnModel, type AskedModel, type SolvedOn } from '../../problems/solved-on.ts'
import { bootstrapped, type Estimate } from '../../statistics/bootstrap.ts'

export interface Rivals {
  /** Presets that both arms were run on, with the same runs and budget. */
  presets: number
  /** Share of the runs that found a pass. */
  sdpo: number
  multiTurn: number
  /** SDPO's less multi-turn's, with 90 % over presets. */
  difference: Estimate
}

/** Null where the two were not run side by side on two presets or more. */
export function rivalsOn(
  model: Pick<AskedModel, 'id' | 'name'>,
  table: readonly SolvedOn[] = solvedOn,
): Rivals | null {
  const pairs = table
    .filter((each) => solvedOnModel(model, each.model))
    .flatMap(({ runs }) => {
      const sdpo = runs.find(({ arm }) => arm === 'sdpo')
      const windows = runs.filter(({ arm }) => /^multi-turn\b(?!\+)/.test(arm))
      if (!sdpo || windows.length === 0) return []
      if (windows.some(({ of, budget }) => of !== sdpo.of || budget !== sdpo.budget)) return []
      // Over all windows, so that none is chosen by its figure.
      const turns = windows.reduce((sum, { solved }) => sum + solved, 0) / windows.length
      return [{ sdpo: sdpo.solved / sdpo.of, multiTurn: turns / sdpo.of }]
    })
  if (pairs.length < 2) return null
  const mean = (of: (pair: (typeof pairs)[number]) => number) => (some: typeof pairs) =>
    some.reduce((sum, pair) => sum + of(pair), 0) / some.length
  return {
    presets: pairs.length,
    sdpo: mean((pair) => pair.sdpo)(pairs),
    multiTurn: mean((pair) => pair.multiTurn)(pairs),
    difference: bootstrapped(pairs, (some) => mean((pair) => pair.sdpo - pair.multiTurn)([...some])),
  }
}

const percent = (share: number) => `${Math.round(100 * share)} %`

export function rivalsWords({ presets, sdpo, multiTurn, difference }: Rivals, model: string): string {
  const found = `Measured on ${model} over ${presets} presets: SDPO finds a pass in ${percent(sdpo)} of runs, multi-turn in ${percent(multiTurn)}`
  const shown =
    difference.low > 0
      ? 'SDPO finds more'
      : difference.high < 0
        ? 'multi-turn finds more'
        : 'neither is shown to find more'
  return `${found}; ${shown}. Multi-turn keeps what it was told in its prompt alone: learning is for who wants the weights to keep it.`
}
