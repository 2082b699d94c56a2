/** Every sentence of what an update moved, with what must be so. */
import { p, tokenName, type Numbers } from './numbers.testing.ts'
import { template, type Template } from './template.testing.ts'

const update = template('update')

const movement = ({ step }: Numbers) => step!.movement!
const short = (x: number) => String(Number(x.toPrecision(3)))
const length = (cells: readonly number[]) => Math.sqrt(cells.reduce((sum, x) => sum + x * x, 0))
const near = (a: number, b: number) => Math.abs(a - b) <= 1e-3 * Math.max(a, b)

export const updateTemplates: readonly Template[] = [
  update('No update was taken, so nothing moved\\.', ({ step }) => step!.skipped !== null),
  update(
    'Which numbers this update moved was not recorded\\.',
    ({ step }) => step!.signals !== null && step!.movement === null,
  ),
  update(
    'The update moved the (.+) numbers of the adapter by ([\\d.e-]+) in all; their own length is ([\\d.e-]+)\\.',
    (n, [numbers, moved, adapter]) => {
      const { layers, numbers: all } = movement(n)
      const said = { thousand: 1e3, million: 1e6 }[numbers!.split(' ')[1] ?? ''] ?? 1
      return (
        Math.abs(Number(numbers!.split(' ')[0]) * said - all) <= 0.05 * all &&
        near(Number(moved), Number(length(layers.flat()).toPrecision(3))) &&
        adapter === short(movement(n).adapter)
      )
    },
  ),
  update('Farthest: (\\S+) of layer <D> of <D>, by ([\\d.e-]+)\\.', (n, [name, layer, of, by]) => {
    const { layers, projections } = movement(n)
    const at = projections.findIndex((projection) => projection.endsWith(name!))
    const cell = layers[Number(layer) - 1]![at]!
    return Number(of) === layers.length && by === short(cell) && layers.flat().every((other) => other <= cell)
  }),
  update(
    'Since the run began they have come ([\\d.e-]+)\\.',
    (n, [far]) => far === short(movement(n).sinceStart!),
  ),
  update(
    'The line from <T> is one of <D>: the update is the sum of what all of them taught\\.',
    (n, [name, tokens]) => {
      const taught = n.step!.attempts.filter((a) => a.reprompt?.mask === 1 && a.selected === null)
      return (
        taught.includes(n.attempt!) &&
        n.attempt!.tokens.some((_, t) => tokenName(n.attempt!, t) === name) &&
        Number(tokens) === taught.reduce((sum, a) => sum + a.tokens.length, 0)
      )
    },
  ),
  update(
    'Of all gaps between the two readers that this update learnt from, <T> has <P>\\.',
    (n, [name, share]) => {
      const taught = n.step!.attempts.filter((a) => a.reprompt?.mask === 1)
      const all = taught.flatMap((a) => a.positions!.map(({ divergence }) => divergence))
      const sum = all.reduce((total, x) => total + x, 0)
      return n.attempt!.positions!.some(
        ({ divergence }, t) => tokenName(n.attempt!, t) === name && p(Math.log(divergence / sum)) === share,
      )
    },
  ),
]
