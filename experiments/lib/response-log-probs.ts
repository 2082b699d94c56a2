/** How likely responses are as wholes. */
import type { LanguageModel, ScoreRow, Theta } from '../../src/lm/model.ts'

/** Rows scored in one graph, unless more or fewer are asked for. */
const atOnce = 48

/** log p of each row's response after its prompt, nats: the sum over its tokens. */
export async function responseLogProbs(
  model: LanguageModel,
  theta: Theta,
  rows: readonly ScoreRow[],
  temperature: number,
  rowsAtOnce = atOnce,
): Promise<number[]> {
  const all: number[] = []
  for (let from = 0; from < rows.length; from += rowsAtOnce) {
    const part = rows.slice(from, from + rowsAtOnce)
    const scored = await model.score(theta, part, temperature)
    part.forEach(({ response }, i) => {
      const { logProbs, vocabulary } = scored[i]!
      all.push(response.reduce((sum, token, t) => sum + logProbs[t * vocabulary + token]!, 0))
    })
  }
  return all
}
