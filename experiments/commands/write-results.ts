/** `npm run -s results`: writes docs/RESULTS.md, docs/PRESETS.md and the measured part of README.md, every figure from docs/results/*.json. Throws on a file or row that does not exist. */
import { readFileSync, writeFileSync } from 'node:fs'
import { presetsPage, readmePage, resultsPage } from '../lib/pages.ts'

const page = (path: string) => new URL(`../../${path}`, import.meta.url)
writeFileSync(page('docs/RESULTS.md'), resultsPage())
writeFileSync(page('docs/PRESETS.md'), await presetsPage())
writeFileSync(page('README.md'), readmePage(readFileSync(page('README.md'), 'utf8')))
