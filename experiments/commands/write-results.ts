/**
 * `npm run -s results`: writes docs/RESULTS.md from experiments/lib/results.template.md and the claims that the
 * lab's view of results shows (src/results/claims.ts), every figure put in from docs/results/*.json (fields as in
 * src/results/fields.ts); {{claims}} is their table, {{commands}} that of their commands. Throws on a file or row that does not exist.
 */
import { readFileSync, writeFileSync } from 'node:fs'
import { claims, outcomeWords, type Claim } from '../../src/results/claims.ts'
import { filled, type ResultFile } from '../../src/results/fields.ts'

const files = new Map<string, ResultFile>()

function read(name: string): ResultFile {
  const known =
    files.get(name) ??
    (JSON.parse(
      readFileSync(new URL(`../../docs/results/${name}.json`, import.meta.url), 'utf8'),
    ) as ResultFile)
  files.set(name, known)
  return known
}

function claimRow({ paper, outcome, here, why, files: made, exploratory }: Claim): string {
  return `| ${paper} | **${outcomeWords[outcome]}.** ${here}${exploratory ? ` ${exploratory}` : ''} | ${why} | ${made.join(', ')} |`
}

const table = [
  '| The paper | Here | Where it differs, and why | Figures of |',
  '|---|---|---|---|',
  ...claims.map(claimRow),
].join('\n')
const commands = [
  '| Figures of | Command |',
  '|---|---|',
  ...[...new Set(claims.flatMap(({ files: made }) => made))]
    .sort()
    .map((file) => `| [${file}](results/${file}.json) | {{${file}: command}} |`),
].join('\n')
const template = readFileSync(new URL('../lib/results.template.md', import.meta.url), 'utf8')
  .replace('{{claims}}', () => table)
  .replace('{{commands}}', () => commands)
writeFileSync(new URL('../../docs/RESULTS.md', import.meta.url), filled(template, read))
