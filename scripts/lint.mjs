/** `npm run lint`: every check of scripts/checks.mjs, also after one has failed. Exits non-zero where any has. */
import { spawnSync } from 'node:child_process'
import { checks } from './checks.mjs'

const failed = checks.filter(({ name, command: [program, ...args] }) => {
  console.log(`── ${name}`)
  return spawnSync(program, args, { stdio: 'inherit' }).status !== 0
})
for (const { name } of failed) console.error(`${name} found faults.`)
process.exitCode = failed.length > 0 ? 1 : 0
