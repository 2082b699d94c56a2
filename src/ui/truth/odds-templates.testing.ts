/** Every sentence of how sure the student was, with what must be so. */
import { p, tokenName, type Numbers } from './numbers.testing.ts'
import { template, type Template } from './template.testing.ts'

const odds = template('odds')

const logProbs = ({ attempt }: Numbers) => attempt!.logProbs
/** Of the whole text, by a product and not by a sum of logs. */
const chance = (n: Numbers) => logProbs(n).reduce((product, logProb) => product * Math.exp(logProb), 1)
const scale: Readonly<Record<string, number>> = { thousand: 1e3, million: 1e6, billion: 1e9 }

export const oddsTemplates: readonly Template[] = [
  odds('It was least sure of <T>: <P>\\.', (n, [name, likely]) =>
    logProbs(n).some(
      (own, token) =>
        tokenName(n.attempt!, token) === name &&
        p(own) === likely &&
        logProbs(n).every((other) => other >= own),
    ),
  ),
  odds('It would hardly have written anything but this text\\.', (n) => chance(n) > 0.6),
  odds(
    'It gave this very text one chance in ([\\d.]+)( thousand| million| billion)?\\.',
    (n, [digits, word]) => {
      const said = Number(digits) * (word ? scale[word.trim()]! : 1)
      return Math.abs(said * chance(n) - 1) < 0.06
    },
  ),
  odds('It gave this very text one chance in more than 1000 billion\\.', (n) => chance(n) < 1e-12),
]
